"""A workshop is described and awarded; its paper convinces a stranger, and is taken back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.acceptance import acceptance
from tests.browser.checks import look_over
from tests.browser.conftest import Opens
from tests.browser.issuing import award, describe
from tests.browser.journeys import DESK, PHONE, come_in


def _take(page: Page, name: str, folder: Path) -> Path:
    """Download what a link gives, and return the file."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile(name)).first.click()
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept


def _check(page: Page, file: Path) -> None:
    page.goto("/v")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="確かめる").click()


@acceptance("12d", "2a")
def test_a_workshop_is_awarded_proved_by_its_paper_and_taken_back(
    people: Opens, tmp_path: Path
) -> None:
    admin = people(viewport=DESK)
    come_in(admin, "南")
    describe(None, admin)
    look_over(admin)
    award(None, admin)
    look_over(admin)

    clerk = people(viewport=DESK)
    come_in(clerk, "森")
    clerk.goto("/my/credentials")
    clerk.get_by_role("link", name="データの見方の研修").click()
    look_over(clerk)
    paper = _take(clerk, "PDF", tmp_path)
    picture = _take(clerk, "PNG", tmp_path)

    stranger = people(viewport=PHONE)
    for file in (paper, picture):
        _check(stranger, file)
        expect(stranger.get_by_text("本物の証明です")).to_be_visible()
    look_over(stranger)

    admin.goto("/admin/credentials?q=もり")
    admin.locator("tbody a", has_text=re.compile("R8-")).first.click()
    look_over(admin)
    admin.get_by_label("まちがって出した").check()
    admin.get_by_role("button", name="取り消す").click()
    expect(admin.get_by_text("取り消しました。確認のページには、すぐに出ます。")).to_be_visible()
    _check(stranger, paper)
    expect(stranger.get_by_text("いまは使えない証明です")).to_be_visible()
    assert stranger.get_by_text("本物の証明です").count() == 0
