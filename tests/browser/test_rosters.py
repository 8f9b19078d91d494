"""A roster with three faulty rows: repaired on the page, applied, undone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.conftest import Opens
from tests.browser.journeys import DESK, come_in
from tests.factories.rosters import an_archive

SLOW = 40_000
"""Milliseconds: what the worker does meanwhile."""
KANA = "metadata.jp.kanaGivenName"


def _faulty() -> bytes:
    return an_archive(
        {
            "users": lambda rows: [
                rows[2].update({KANA: "ﾕｲ"}),
                rows[3].update(grades="3"),
            ],
            "enrollments": lambda rows: rows[3].update({"metadata.jp.ShussekiNo": "2"}),
        }
    )


def _mend(page: Page, value: str | None = None) -> None:
    row = page.locator(".mend").first
    if value is not None:
        row.get_by_role("textbox").fill(value)
    row.get_by_role("button", name="この行を直して、たしかめ直す").click()


def test_a_roster_with_three_faulty_rows_is_repaired_applied_and_undone(
    people: Opens, tmp_path: Path
) -> None:
    file = tmp_path / "meibo.zip"
    file.write_bytes(_faulty())
    page = people(viewport=DESK)
    come_in(page, "南")
    page.goto("/admin/rosters")
    look_over(page)
    page.get_by_role("link", name="名簿を取り込む").click()
    page.get_by_label("どこの名簿ですか").select_option(label="犀川市教育委員会")
    page.get_by_label("名簿のファイル").set_input_files(file)
    look_over(page)
    page.get_by_role("button", name="読んで、たしかめる").click()
    page.goto("/admin/rosters")  # the work goes on while nobody looks
    page.get_by_role("link", name="meibo.zip").first.click()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("取り込む前に、ここだけ直してください", timeout=SLOW)
    expect(page.locator(".mend")).to_have_count(3)
    expect(page.locator(".mend").first.get_by_role("textbox")).to_have_value("ユイ")
    look_over(page)
    _mend(page)
    expect(page.locator(".mend")).to_have_count(2, timeout=SLOW)
    _mend(page)  # 3 is proposed as P3
    expect(page.locator(".mend")).to_have_count(1, timeout=SLOW)
    _mend(page, "3")
    expect(title).to_have_text("このように変わります", timeout=SLOW)
    expect(page.locator(".diff tbody tr")).to_have_count(5)
    look_over(page)
    page.get_by_role("button", name="取り込む", exact=True).click()
    expect(title).to_have_text("取り込みました", timeout=SLOW)
    look_over(page)
    page.get_by_role("link", name="元に戻す").click()
    look_over(page)
    page.get_by_role("button", name="まるごと元に戻す").click()
    expect(title).to_have_text("元に戻しました", timeout=SLOW)
