"""A teacher's second factor in a real browser: an app without JavaScript, and a passkey alone."""

import re
import time
from base64 import b32decode

from playwright.sync_api import Page, expect

from app.identity.factors import rules
from app.ops.demo import PASSWORD
from tests.browser.conftest import Opens

TEACHER, CLERK = "takeshi", "daichi"
"""People of the demo without a card, whom no other journey signs in."""
OWN = "/settings/second-factors"
HOME = re.compile(r"/$")


def come_in_by_password(page: Page, login: str) -> None:
    page.goto("/sign-in?own=1")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="はじめる", exact=True).click()


def leave(page: Page) -> None:
    page.get_by_role("button", name="おわる").first.click()
    expect(page.get_by_role("status")).to_contain_text("終わりました")


def code_now(secret: bytes, *, steps: int = 0) -> str:
    return rules.code_at(secret, int(time.time()) // rules.STEP_SECONDS + steps)


def test_a_teacher_comes_in_by_an_app_without_javascript(people: Opens) -> None:
    page = people(java_script_enabled=False)
    come_in_by_password(page, TEACHER)
    page.goto("/settings")
    page.get_by_role("link", name="登録と確認").click()
    page.get_by_role("link", name="認証アプリを登録する").click()
    expect(page.locator(".scan__code svg")).to_be_visible()
    secret = b32decode(page.locator(".secret").inner_text().replace(" ", ""))
    page.locator("#code").fill(code_now(secret))
    page.get_by_role("button", name="登録する").click()
    paper = page.locator(".codes li")
    expect(paper).to_have_count(10)
    kept = paper.nth(4).inner_text()
    page.get_by_role("link", name="ひかえたので、続ける").click()
    leave(page)
    come_in_by_password(page, TEACHER)
    expect(page.locator("h1")).to_have_text("もう一つ、たしかめます")
    page.locator("#code").fill(code_now(secret, steps=1))
    page.get_by_role("button", name="たしかめてはじめる").click()
    expect(page).to_have_url(HOME)
    leave(page)
    come_in_by_password(page, TEACHER)
    page.locator("#code").fill(kept)
    page.get_by_role("button", name="たしかめてはじめる").click()
    expect(page).to_have_url(HOME)
    page.goto(OWN)
    expect(page.locator("main")).to_contain_text("あと9個")
    page.get_by_role("button", name="認証アプリをはずす").click()
    expect(page.get_by_role("status")).to_contain_text("はずしました")


def test_a_passkey_alone_opens_the_door(people: Opens) -> None:
    page = people()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    come_in_by_password(page, CLERK)
    page.goto(OWN)
    page.get_by_role("link", name="この機器のパスキーを登録する").click()
    page.get_by_label("機器の名前").fill("市役所のパソコン")
    page.get_by_role("button", name="パスキーを登録する").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="ひかえたので、続ける").click()
    expect(page.locator("main")).to_contain_text("市役所のパソコン")
    leave(page)
    page.goto("/sign-in?own=1&next=/settings/second-factors")
    page.get_by_role("button", name="パスキーではじめる").click()
    expect(page).to_have_url(re.compile(f"{OWN}$"))
    page.get_by_role("button", name="市役所のパソコンのパスキーをはずす").click()
    expect(page.get_by_role("status")).to_contain_text("はずしました")
    leave(page)
    page.goto("/sign-in?own=1")
    page.get_by_role("button", name="パスキーではじめる").click()
    expect(page.get_by_role("status").first).to_contain_text("はじめられませんでした")
    device.send(
        "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]}
    )
