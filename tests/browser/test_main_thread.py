"""The whole thread, as five people live it: lesson, completion, credential, registry, stranger."""

import json
import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.answers import answer_rightly, give, lessons, wrong_keys
from tests.browser.checks import look_over
from tests.browser.conftest import ROOT, Opens, Site, Watch
from tests.browser.journeys import DESK, PHONE, begin, come_in, play, play_all, wait_for


def test_a_child_is_helped_to_the_right_answer_and_finds_her_place_again(
    people: Opens, watch: Watch
) -> None:
    watch.expected.append("422")  # an empty answer, which the browser itself notes
    page = people()
    come_in(page, "ゆいさん")
    look_over(page)
    begin(page, "kojin-joho")
    first = lessons("kojin-joho")[0]
    asked = first.steps[0].question
    assert asked is not None
    look_over(page)

    page.locator("button[form=answer]").click()
    expect(page.locator("form#answer")).to_contain_text("えらんで")
    give(page, asked, wrong_keys(asked))
    expect(page.locator("#feedback")).to_contain_text("おしい")
    assert "×" not in page.locator("main").inner_text()
    look_over(page)
    expect(page.locator(".choice.is-tried")).to_have_count(1)

    answer_rightly(page, asked)
    look_over(page)
    page.locator(".actbar .button--main").click()
    page.goto("/")
    look_over(page)
    page.get_by_role("link", name=re.compile("つづける")).click()
    expect(page.locator(".topbar")).to_contain_text("2 / ")


def test_a_child_finishes_a_course_by_taps_but_for_one_short_word(people: Opens) -> None:
    page = people()
    page.goto("/sign-in")
    page.get_by_role("button", name=re.compile("^ゆいさん")).click()
    page.goto("/courses/kojin-joho")
    page.locator(".course-head .button--main").click()
    page.goto("/courses/kojin-joho")
    look_over(page)
    for lesson in lessons("kojin-joho"):
        page.goto("/courses/kojin-joho")
        page.locator(".lessons a", has_text=lesson.title.plain[-4:]).click()
        page.goto(re.sub(r"/\d+$", "/1", page.url))
        play(page, lesson)
    expect(page.locator("h1")).to_contain_text("がんばりました")
    look_over(page)
    wait_for(page, "/my/credentials", lambda p: p.locator("main a", has_text="れる人").count() > 0)
    look_over(page)
    page.locator("main a", has_text="れる人").first.click()
    look_over(page)
    assert page.get_by_role("link", name=re.compile("JSON|JWT")).count() == 0


def test_the_player_works_without_javascript(people: Opens) -> None:
    page = people(java_script_enabled=False)
    come_in(page, "髙橋")
    begin(page, "ayashii-mail")
    lesson = lessons("ayashii-mail")[0]
    asked = lesson.steps[0].question
    assert asked is not None
    give(page, asked, wrong_keys(asked))
    expect(page.locator("#feedback")).to_contain_text("おしい")
    expect(page.locator("h1")).to_have_count(1)
    give(page, asked, asked.item.correct_keys)
    expect(page.locator(".actbar .button--main")).to_contain_text("つぎへ")


def test_a_clerk_finishes_and_the_city_and_a_stranger_see_the_proof(
    people: Opens, site: Site
) -> None:
    clerk = people(viewport=DESK)
    come_in(clerk, "森")
    look_over(clerk)
    clerk.goto("/courses/seisei-ai")
    look_over(clerk)
    begin(clerk, "seisei-ai")
    play_all(clerk, "seisei-ai", look=look_over)
    expect(clerk.locator("h1")).to_contain_text("修了")
    look_over(clerk)

    wait_for(
        clerk, "/my/credentials", lambda p: p.locator("main a", has_text="生成AI").count() > 0
    )
    look_over(clerk)
    clerk.locator("main a", has_text="生成AI").first.click()
    look_over(clerk)
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name=re.compile("JWT")).click()
    jwt = download.value.path().read_text()
    clerk.get_by_role("button", name=re.compile("リンクを作る|公開")).click()
    link = clerk.locator("a[href*='/v/']").first.get_attribute("href")
    assert link is not None

    officer = people(viewport=DESK)
    come_in(officer, "桜井")
    look_over(officer)
    officer.goto("/talent/")
    look_over(officer)
    wait_for(officer, "/talent/matrix", lambda p: p.locator("a.lv, .lv a, td a").count() > 0)
    look_over(officer)
    officer.get_by_role("link", name=re.compile("森 みさき.*AI")).first.click()
    drawer = officer.locator(".drawer")
    expect(drawer).to_contain_text("生成AI")
    expect(drawer).to_contain_text("署名")
    look_over(officer)
    assert re.search(r"\d{1,2}:\d{2}|\d+時", officer.locator("main").inner_text()) is None

    stranger = people(viewport=PHONE)
    stranger.goto(link)
    expect(stranger.locator("h1")).to_contain_text("本物の証明です")
    look_over(stranger)
    header, payload, signature = jwt.strip().split(".")
    altered = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    for document, verdict in ((jwt, "本物の証明です"), (f"{header}.{altered}.{signature}", "")):
        stranger.goto("/v")
        look_over(stranger)
        stranger.locator("textarea").fill(document)
        stranger.locator("main form button[type=submit], main form .button--main").first.click()
        heading = stranger.locator("h1")
        if verdict:
            expect(heading).to_contain_text(verdict)
        else:
            expect(heading).not_to_contain_text("本物の証明です")
        look_over(stranger)

    clerk.goto("/my/skills")
    expect(clerk.locator("main")).to_contain_text("桜井")
    look_over(clerk)
    clerk.goto("/my/data")
    expect(clerk.locator("main")).to_contain_text("答えた")
    look_over(clerk)


def test_progress_can_be_computed_anew_from_the_statements_alone(site: Site) -> None:
    environment = {"INSTANCE_DIR": str(site.instance), "DEMO": "1", "PUBLIC_URL": site.url}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "progress", "rebuild", "--check"],
        cwd=ROOT,
        env={**environment, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.dumps(0) in done.stdout
