"""Pictures of what administrators keep: people, programs, records, and where records go."""

import re
import sqlite3
import urllib.parse
from datetime import timedelta
from functools import partial

from playwright.sync_api import Page, expect

from app import clock
from app.ops.demo import PASSWORD
from tests.browser import program
from tests.browser.album import Album
from tests.browser.answers import lessons
from tests.browser.journeys import DESK, come_in, has_begun_now, play, wait_for
from tests.factories.forwarding import SECRET, RemoteStore, a_remote_store, answers

SECOND = "yumiko"
"""The administrator whose word is needed as well."""
PUPIL = "sora"
"""Whose records are erased: nobody else's pictures need them."""


def administrator(album: Album) -> None:
    """Keep the house as 南, with 西村 where it takes two."""
    page = album.reader(viewport=DESK)
    come_in(page, "南")
    album.take(page, "administrator-home")
    _people(album, page)
    _workshop(album, page)
    _dictionary(album, page)
    _programs(album, page)
    with a_remote_store() as store:
        _forwarding(album, page, store)
    _erasing(album, page)


def come_in_by_name(page: Page, login: str) -> None:
    """Sign in with a password, as somebody without a card."""
    page.goto("/sign-in?own=1")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile(r"/$"))


def _people(album: Album, page: Page) -> None:
    album.walk(
        page,
        "administrator",
        {
            "people": "/admin/people",
            "people-none": "/admin/people?q=ん",
            "invite": "/admin/people/invite",
            "deliveries": "/admin/deliveries",
            "frameworks": "/frameworks/",
        },
    )
    page.locator("main .rule a").first.click()
    album.take(page, "administrator-framework")
    page.goto("/admin/people/invite")
    page.locator("main form .button--main").click()
    album.take(page, "administrator-invite-faults")
    page.goto("/admin/people?q=もり")
    page.locator("tbody a").first.click()
    album.take(page, "administrator-person")
    page.get_by_role("button", name="リンクを作る").click()
    album.take(page, "administrator-person-link")
    link = page.locator("input#link").input_value()
    guest = album.reader()
    guest.goto(link)
    album.take(guest, "guest-new-password")
    guest.goto(re.sub(r"[^/]+$", "x" * 43, link))
    album.take(guest, "guest-link-unusable")


# --- programs, and what they write ---------------------------------------------------------------


def _workshop(album: Album, page: Page) -> None:
    page.goto("/authoring/")
    album.take(page, "administrator-workshop-none")
    page.locator("tr", has_text="金沢箔").get_by_role("button", name="直す").click()
    album.take(page, "administrator-draft-new")
    page.locator(".outline ol ol a").first.click()
    album.take(page, "administrator-draft-lesson")
    page.locator("li.block", has_text="レッスンの題").get_by_role("link").click()
    page.get_by_role("link", name="文字のまま直す").click()
    field = page.locator(".block--open textarea[name=text]")
    field.fill(field.input_value().replace("minutes", "minuten"))
    page.locator(".block--open button").first.click()
    album.take(page, "administrator-draft-lesson-fault")
    page.locator(".outline__course a").click()
    album.take(page, "administrator-draft")
    page.goto("/authoring/")
    album.take(page, "administrator-workshop")


def _dictionary(album: Album, page: Page) -> None:
    """Teach the school a word that a published course reads otherwise, and take it back."""
    album.walk(page, "administrator", {"readings-none": "/admin/readings"})
    page.goto("/admin/words")
    page.locator("main .panel form .button--main").click()
    album.take(page, "administrator-words-faults")
    page.locator("input[name=surface]").fill("日本語")
    page.locator("input[name=reading]").fill("にっ|ぽん|ご")
    page.locator("main .panel form .button--main").click()
    album.walk(
        page,
        "administrator",
        {
            "words": "/admin/words",
            "words-none": "/admin/words?q=編み物",
            "words-list": "/admin/words/list",
        },
    )
    wait_for(page, "/admin/readings", lambda p: bool(p.locator("main tbody a").count()))
    album.take(page, "administrator-readings")
    page.locator("main tbody a").first.click()
    album.take(page, "administrator-reading")
    page.goto("/admin/words?q=日本語")
    page.locator("tbody a").first.click()
    album.take(page, "administrator-word")
    page.get_by_role("button", name="辞書から消す").click()
    album.take(page, "administrator-words-removed")


def _programs(album: Album, page: Page) -> None:
    take = partial(album.take, page)
    album.walk(
        page,
        "administrator",
        {"records-first": "/records/", "clients-none": "/admin/clients"},
    )
    page.goto("/admin/clients/add")
    take("administrator-client-add")
    page.locator("#origins").fill("たぶん このあたり")
    page.get_by_role("button", name="加えて").click()
    take("administrator-client-add-faults")
    add_program(page)
    take("administrator-client-secret")
    library = program.given(page, album.site.url)
    page.get_by_role("link", name="書きとめました").click()
    take("administrator-client-unused")
    _write(album, library)
    wait_for(page, "/records/", lambda p: p.locator(".say").count() > 0)
    _records(album, page)
    page.goto("/admin/clients")
    page.locator("tbody a").first.click()
    _use_for_a_month(album)
    page.reload()
    take("administrator-client")
    page.locator("summary", has_text="使われた日の数字").click()
    take("administrator-client-days")
    page.get_by_role("link", name="してよいことを変える").click()
    take("administrator-client-change")
    page.go_back()
    page.get_by_role("button", name="新しい秘密の文字列を作る").click()
    take("administrator-client-rotated")
    page.get_by_role("link", name="書きとめました").click()
    take("administrator-client-two-secrets")
    page.goto("/admin/clients")
    take("administrator-clients")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="止めるページへ").click()
    take("administrator-client-revoke")
    page.get_by_role("button", name="止める").click()
    take("administrator-clients-revoked")
    page.locator("tbody a").first.click()
    take("administrator-client-revoked")
    album.walk(page, "administrator", {"profile": "/xapi/profile"})


def add_program(page: Page, *, scopes: tuple[str, ...] = ("write", "read")) -> None:
    """Let the library's program in; the page then shows its secret."""
    page.goto("/admin/clients/add")
    page.locator("#name").fill(program.NAME)
    for scope in scopes:
        page.locator(f"input[value='statements/{scope}']").check()
    page.get_by_role("button", name="加えて").click()
    expect(page.locator("#secret")).to_be_visible()


def _write(album: Album, library: program.Program) -> None:
    """Let people learn a little, here and at the library."""
    url, readers = album.site.url, []
    for come, slug in (
        (partial(come_in_by_name, login=PUPIL), "kojin-joho"),
        (partial(come_in, card="ゆいさん"), "kojin-joho"),
        (partial(come_in, card="髙橋"), "ayashii-mail"),
    ):
        reader = album.reader()
        come(reader)
        if has_begun_now(reader, slug):  # or another walk has done so
            play(reader, lessons(slug)[0])
        readers.append((reader, program.of(program.account_of(reader), url)))
    written = program.an_afternoon(*(actor for _, actor in readers), program.VISITOR)
    library.wait_until(200)
    library.store(*written)
    library.store(program.taken_back(written[-1]))
    library.store({"actor": "だれか"})
    for (reader, _), who in zip(readers[1:], ("child", "citizen"), strict=True):
        reader.goto("/my/data")
        album.take(reader, f"{who}-data-of-another-tool")


def _records(album: Album, page: Page) -> None:
    """Read the console, as one who sees all and as a teacher."""
    take = partial(album.take, page)
    take("administrator-records")
    page.locator(".say summary", has_text="に答えました").first.click()
    take("administrator-records-open")
    page.locator(".say [open] a", has_text="1つのページで開く").click()
    take("administrator-record")
    page.goto("/records/")
    page.locator(".say a", has_text="1つのページで開く").first.evaluate("a => a.click()")
    take("administrator-record-voiding")
    page.get_by_role("link", name=re.compile("調べもの入門")).first.click()
    take("administrator-record-voided")
    asked = urllib.parse.urlencode({"who": "た", "what": "個人"})
    album.walk(
        page,
        "administrator",
        {
            "records-narrow": f"/records/?{asked}",
            "records-none": "/records/?who=ん",
            "records-to-come": "/records/?from=2999-01-01",
        },
    )
    page.goto("/records/?who=sora")
    page.locator(".say a", has_text="この人の記録だけにする").first.evaluate("a => a.click()")
    expect(page.locator(".chip")).to_contain_text("﨑山")
    take("administrator-records-person")
    teacher = album.reader()
    come_in(teacher, "林")
    teacher.goto("/records/")
    album.take(teacher, "teacher-records")
    teacher.locator(".say a", has_text="1つのページで開く").first.evaluate("a => a.click()")
    album.take(teacher, "teacher-record")


def _use_for_a_month(album: Album) -> None:
    """Give the program the month of use that a walk of a minute cannot have."""
    today = clock.day_of(clock.now())
    with sqlite3.connect(album.site.instance / "terakoya.db", timeout=10) as database:
        (client_id,) = database.execute("SELECT id FROM client").fetchone()
        database.execute(
            "UPDATE client SET created_at = strftime('%Y-%m-%d %H:%M:%f000', created_at, ?)",
            ("-35 days",),
        )
        for ago in range(1, 30):
            day = today - timedelta(days=ago)
            if day.weekday() == 0:  # the library is closed on Mondays
                continue
            requests = 180 + 37 * (ago % 5) + (160 if day.weekday() >= 5 else 0)
            database.execute(
                "INSERT INTO client_usage (client_id, day, requests, statements, refused)"
                " VALUES (?, ?, ?, ?, ?)",
                (client_id, day.isoformat(), requests, requests * 3, 4 if ago == 9 else 0),
            )
    database.close()


# --- stores elsewhere ----------------------------------------------------------------------------


def _forwarding(album: Album, page: Page, store: RemoteStore) -> None:
    take = partial(album.take, page)
    page.goto("/admin/forwarding")
    take("administrator-forwarders-none")
    page.goto("/admin/forwarding/new")
    take("administrator-forwarder-new")
    page.locator("#endpoint").fill("http://lrs.example.jp/xapi/")
    page.get_by_role("button", name="送りはじめる").click()
    take("administrator-forwarder-new-faults")
    add_store(page, store)
    take("administrator-forwarder-begun")
    page.get_by_role("button", name="確かめる", exact=True).click()
    take("administrator-forwarder-tested")
    store.behave = answers(401)
    page.get_by_role("button", name="確かめる", exact=True).click()
    take("administrator-forwarder-no-entry")
    page.get_by_role("button", name="もう一人の管理者に頼む").click()
    take("administrator-forwarder-children-fault")
    ask_for_children(page)
    take("administrator-forwarder-children-asked")
    second = album.reader(viewport=DESK)
    come_in_by_name(second, SECOND)
    second.goto(urllib.parse.urlsplit(page.url).path)
    album.take(second, "second-forwarder-children-asked")
    agree_to_children(second)
    album.take(second, "second-forwarder-children-agreed")
    learner = album.reader()
    come_in_by_name(learner, PUPIL)
    learner.goto("/courses/kojin-joho")
    learner.locator(".course-head .button--main").click()
    play(learner, lessons("kojin-joho")[1])
    wait_for(page, page.url, lambda p: "自動でためし直して" in p.locator(".lead").inner_text())
    take("administrator-forwarder-away")
    album.walk(
        page,
        "administrator",
        {"forwarders": "/admin/forwarding", "deliveries-outgoing": "/admin/deliveries"},
    )
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="送るのをやめる", exact=True).click()
    take("administrator-forwarder-stopped")


def add_store(page: Page, store: RemoteStore) -> None:
    """Begin to send to a store; the page then is the store's own."""
    page.goto("/admin/forwarding/new")
    page.locator("#name").fill("県の学習記録庫")
    page.locator("#endpoint").fill(store.endpoint)
    page.locator("#key").fill("saigawa-city")
    page.locator("#secret").fill(SECRET)
    page.get_by_role("button", name="送りはじめる").click()
    expect(page.locator("h1")).to_contain_text("県の学習記録庫")


def ask_for_children(page: Page) -> None:
    """Say that it is settled, and ask the other administrator."""
    page.locator("#is_settled").check()
    page.get_by_role("button", name="もう一人の管理者に頼む").click()
    expect(page.locator("main")).to_contain_text("同意を待っています")


def agree_to_children(page: Page) -> None:
    """Say that it is settled, and agree."""
    page.locator("#is_settled").check()
    page.get_by_role("button", name="同意する", exact=True).click()
    expect(page.locator("main")).to_contain_text("さんが")


# --- erasing -------------------------------------------------------------------------------------


def open_person(page: Page, login: str) -> None:
    """Open the account of somebody."""
    page.goto(f"/admin/people?q={login}")
    page.locator("tbody a").first.click()


def _erasing(album: Album, page: Page) -> None:
    take = partial(album.take, page)
    open_person(page, PUPIL)
    page.get_by_role("link", name="この人の学びの記録を消す").click()
    take("administrator-erase-too-early")
    page.get_by_role("link", name="登録のページへ").click()
    page.get_by_role("button", name="登録を止める").click()
    take("administrator-person-disabled")
    page.get_by_role("link", name="この人の学びの記録を消す").click()
    take("administrator-erase")
    page.locator("#typed").fill("yui")
    page.get_by_role("button", name="記録を消す", exact=True).click()
    take("administrator-erase-fault")
    page.locator("#typed").fill(PUPIL)
    page.get_by_role("button", name="記録を消す", exact=True).click()
    expect(page.locator("h1")).to_contain_text("消しました")
    take("administrator-erased")
