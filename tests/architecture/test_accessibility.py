"""The committed result of the accessibility test names what is there, and claims no more."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.home.accessibility import CHECKS, DATA, GROUPS, RULE_SETS, group_of, report
from tests.architecture.source import ROOT
from tests.browser.accessibility import ROUTES, Addresses, Notes, summary
from tests.browser.checks import RULES, WIDTHS

TOLD: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
SETTINGS = {
    *("child", "citizen", "staff", "ja", "en", "ruby", "spaced", "size-l", "size-xl"),
    *("spacing-wide", "contrast-high", "motion-off", "font-easy", "font-school"),
}
"""Every word by which a page states how it is shown."""

AGAIN = "if this is meant: make accessibility"


def test_every_group_of_pages_was_looked_at() -> None:
    assert list(TOLD["groups"]) == list(GROUPS)
    assert [key for key, found in TOLD["groups"].items() if not found["pages"]] == [], AGAIN


def test_it_names_pages_that_exist_each_in_its_own_group(app: Flask) -> None:
    endpoints = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}
    faults = [
        page
        for key, found in TOLD["groups"].items()
        for page in found["pages"]
        if page not in endpoints or group_of(endpoints[page]) != key
    ]
    assert faults == [], AGAIN


def test_it_claims_the_rules_widths_and_program_that_the_tests_use() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    axe = lock["packages"]["node_modules/axe-core"]["version"]
    assert TOLD["engine"] == f"axe-core {axe}", AGAIN
    assert TOLD["rules"] == RULES, AGAIN
    assert TOLD["widths"] == sorted(WIDTHS), AGAIN
    assert set(RULE_SETS) == set(RULES)
    assert date.fromisoformat(TOLD["tested_on"]) <= clock.day_of(clock.now())


def test_its_settings_are_ones_a_page_can_have_and_its_results_belong_to_its_pages() -> None:
    for found in TOLD["groups"].values():
        for settings in found["pages"].values():
            assert settings == sorted(set(settings))
            assert {word for each in settings for word in each.split()} <= SETTINGS
        assert set(found["fitting"]) <= set(found["pages"])
        for kind in ("violations", "undecided"):
            assert {page for pages in found[kind].values() for page in pages} <= set(
                found["pages"]
            )


def test_the_page_counts_what_the_file_holds() -> None:
    told = report()
    pages = {page: s for found in TOLD["groups"].values() for page, s in found["pages"].items()}
    assert told.pages == len(pages)
    assert told.looks == sum(map(len, pages.values()))
    assert told.settings == len({one for settings in pages.values() for one in settings})
    assert told.fitting == sum(len(found["fitting"]) for found in TOLD["groups"].values())
    assert told.violations == sum(len(found["violations"]) for found in TOLD["groups"].values())


def test_what_people_have_to_check_is_open_until_a_day_is_written_down() -> None:
    whole = " ".join(str(check.what) for check in CHECKS)
    for part in (
        "NVDA",
        "VoiceOver",
        "TalkBack",
        "タブレット",
        "キーボード",
        "200％",
        "70歳",
        "Safari",
    ):
        assert part in whole
    assert all(
        check.done_on is None or check.done_on <= clock.day_of(clock.now()) for check in CHECKS
    )


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "/"),
        ("/courses/ayashii-mail", "/courses/<slug>"),
        (
            "/learn/0b1f7a9e-1111-4222-8333-944455556666/nani/2",
            "/learn/<uuid:registration_id>/<lesson>/<int:step>",
        ),
        ("/no-such-page", None),
    ],
)
def test_an_address_is_told_as_the_page_it_shows(path: str, page: str | None) -> None:
    assert Addresses(ROUTES.read_text()).rule(path) == page


def test_a_summary_says_each_page_and_setting_once_and_leaves_lost_pages_out() -> None:
    def look(path: str, settings: str, *undecided: str) -> dict[str, Any]:
        return {"path": path, "settings": settings, "violations": [], "undecided": undecided}

    notes = {
        "tested_on": "2026-11-29",
        "engine": "axe-core 1.2.3",
        "browser": "Chromium 1.2.3.4",
        "rules": ["wcag2a"],
        "widths": [320],
        "fitting": ["/help", "/no-such-page"],
        "looks": [
            look("/help", "citizen ja"),
            look("/help", "child ja ruby", "color-contrast"),
            look("/help", "citizen ja"),
            look("/no-such-page", "citizen ja"),
        ],
    }
    found = summary(notes, Addresses(ROUTES.read_text()))
    assert found["browser"] == "Chromium 1.2"
    assert found["groups"]["about"] == {
        "pages": {"/help": ["child ja ruby", "citizen ja"]},
        "violations": {},
        "undecided": {"color-contrast": ["/help"]},
        "fitting": ["/help"],
    }
    assert sum(len(group["pages"]) for group in found["groups"].values()) == 1


def test_a_run_that_looked_at_nothing_leaves_the_notes_of_before() -> None:
    Notes().write()  # would raise where there is no result of axe
