"""Every kind of question and practice, and a story that branches: by mouse, by keys, without JS.

The course is tests/courses/subete, in a demo of its own.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from app.catalog.questions import Question
from app.items.kinds import kind_of
from tests.browser.answers import give
from tests.browser.checks import LOOKS, axe, axe_in_each_look, overflow
from tests.browser.conftest import PATIENCE, Site, Watch, context_options
from tests.browser.journeys import choose, come_in, has_begun_now
from tests.browser.kinds import demo_of_every_kind
from tests.factories.subete import (
    FOLDER,
    RIGHT,
    RIGHT_DRAWN,
    sent,
    the_drill,
    the_lessons,
    where,
)

SMALLEST: ViewportSize = {"width": 320, "height": 640}
MOST_TABS = 120

Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def course_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a demo that has the sample course besides its own."""
    with demo_of_every_kind(tmp_path_factory.mktemp("every-kind")) as site:
        yield site


@pytest.fixture
def learner(browser: Browser, course_site: Site) -> Iterator[Opens]:
    """Return a function that opens a watched browser for somebody who begins the course."""
    watch, contexts = Watch(course_site.url), list[BrowserContext]()

    def opened(card: str, **more: Any) -> Page:  # noqa: ANN401  as Browser.new_context
        context = browser.new_context(**{**context_options(course_site.url), **more})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        come_in(page, card)
        if not has_begun_now(page, FOLDER.name):
            page.locator(".lessons a").first.click()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults() == []


def finish(page: Page) -> None:
    """Answer everything rightly and leave every step, as forms are sent; open the last page."""
    token = page.locator("[name=csrf_token]").first.input_value()
    for address, question, is_story in list(steps(page)):
        if question is not None:
            form = {"csrf_token": [token], **sent(question.key, RIGHT[question.key])}
            send(page, f"{address}/answers", form)
        if is_story:
            page.goto(address)
            page.locator("button.way").first.click()
        if address.endswith("/{}/{}".format(*where("renshu"))):
            page.goto(address)
            for _question in master(page):
                pass
        send(page, f"{address}/next", {"csrf_token": [token]})
    page.goto(re.sub(r"(/learn/[^/]+)/.*", r"\1/finished", page.url))


def send(page: Page, address: str, form: dict[str, list[str]]) -> None:
    body = urlencode(form, doseq=True)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = page.request.post(address, data=body, headers=kind, max_redirects=0)
    assert answer.status < 400, f"{address} answered {answer.status}"


def steps(page: Page) -> Iterator[tuple[str, Question | None, bool]]:
    """Yield every step of the course: its address, its question, whether it is the story."""
    run = re.sub(r"(/learn/[^/]+)/.*", r"\1", page.url)
    for lesson in the_lessons():
        for number, step in enumerate(lesson.steps, start=1):
            yield f"{run}/{lesson.key}/{number}", step.question, step.dilemma is not None


def told(page: Page, question: Question) -> None:
    """See that an answer was taken for right, or kept where nothing is."""
    said = "そのとおり" if kind_of(question.item).is_graded else "答えをとっておきました"
    expect(page.locator("#feedback")).to_contain_text(said)


def well(page: Page, found: list[str]) -> None:
    found += axe(page)


# By mouse and finger


def press(page: Page, question: Question) -> None:
    """Answer by presses alone, but for what must be typed."""
    kind, right = question.item.kind, RIGHT[question.key]
    if kind == "order":
        give(page, question, right)
        return
    if kind == "categorize":
        drag(page, sent(question.key, right))
    elif kind == "hotspot":
        for key in right:
            page.locator(f"label.spot[for=spot-{key}]").click()
    elif kind == "inbox":
        one_by_one(page, sent(question.key, right))
    else:
        fill(page, question)
    page.locator("button[form=answer]").click()


def fill(page: Page, question: Question) -> None:
    """Check and type what a right answer needs, wherever it stands."""
    for name, values in sent(question.key, RIGHT[question.key]).items():
        field = page.locator(f"[name='{name}']")
        for value in values:
            if name == "text" and field.first.get_attribute("type") != "radio":
                field.fill(value)
            else:
                wanted = {"bango": "188", "keta": "3"}.get(question.key, value)
                page.locator(f"[name='{name}'][value='{wanted}']").check()


def drag(page: Page, pairs: dict[str, list[str]]) -> None:
    """Carry each thing to its place with the pointer."""
    for name, (value,) in pairs.items():
        slot = page.locator(f"[data-slot={name.removeprefix('to-')}]")
        grip, zone = slot.locator(".grip"), page.locator(f".zone[data-zone={value}]")
        grip.evaluate("grip => grip.scrollIntoView({ block: 'center' })")
        start, end = grip.bounding_box(), zone.bounding_box()
        assert start
        assert end
        page.mouse.move(start["x"] + 20, start["y"] + 10)
        page.mouse.down()
        page.mouse.move(end["x"] + 20, end["y"] + end["height"] / 2, steps=3)
        page.mouse.up()
        expect(slot.locator(f"[value={value}]")).to_be_checked()


def one_by_one(page: Page, pairs: dict[str, list[str]]) -> None:
    """Decide on one message after the other; only one is to be seen."""
    for name, (value,) in pairs.items():
        thing = page.locator(f"[data-slot={name.removeprefix('to-')}]")
        expect(thing).to_be_visible()
        expect(page.locator(".thing:visible")).to_have_count(1)
        thing.locator(".verdict-choice", has=page.locator(f"[value={value}]")).click()
    expect(page.locator(".cards__nav")).to_contain_text(f"{len(pairs)}／{len(pairs)}")


def test_a_child_answers_everything_by_presses_and_every_page_is_well(learner: Opens) -> None:
    page, found = learner("ゆいさん"), list[str]()
    for address, question, is_story in list(steps(page)):
        page.goto(address)
        well(page, found)
        if question is not None:
            press(page, question)
            told(page, question)
        if is_story:
            page.locator("button.way").first.click()
            expect(page.locator(".threes .cons")).to_have_count(3)
            well(page, found)
            page.go_back()
            expect(page.locator("#scene-title")).to_contain_text("へんな")
    assert found == []


@pytest.mark.matrix
def test_every_kind_is_well_on_the_smallest_phone_in_large_letters(learner: Opens) -> None:
    page, found = learner("ゆいさん"), list[str]()
    places = list(steps(page))
    choose(page, size="xl", contrast="high")
    page.set_viewport_size(SMALLEST)
    for address, question, is_story in places:
        if question or is_story:
            page.goto(address)
            found += axe(page, rules=LOOKS)
            found += [f"{address}: {one}" for one in overflow(page)]
    assert found == []


# By keys alone


def reach(page: Page, selector: str, *, back: bool = False) -> Locator:
    """Go with Tab until the focus is on ``selector``."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return page.locator(":focus")
    pytest.fail(f"{page.url}: no way to {selector} by Tab")


def pick(page: Page, name: str, value: str) -> None:
    """Choose one of a group: Tab goes into it, Space and the arrows choose."""
    reach(page, f"[name='{name}']")
    page.keyboard.press("Space")
    for _ in range(10):
        chosen = page.locator(f"[name='{name}']:checked")
        if chosen.get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{page.url}: {name} is never {value}")


def put_in_order(page: Page, keys: tuple[str, ...]) -> None:
    for place, key in enumerate(keys):
        shown: list[str] = page.locator("input[name=chosen]").evaluate_all(
            "all => all.map(i => i.value)"
        )
        for step in range(shown.index(key) - place):
            if step == 0:
                page.evaluate("document.activeElement.blur()")
                reach(page, f"[data-key={key}] .move--up")
            page.keyboard.press("Enter")


def type_in(page: Page, question: Question) -> None:
    """Answer by keys alone."""
    kind, right = question.item.kind, RIGHT[question.key]
    if kind == "order":
        put_in_order(page, right)
        return
    for name, values in sent(question.key, right).items():
        if name == "text":
            reach(page, "[name=text]")
            page.keyboard.type(values[0])
        elif name == "chosen" and page.locator("[name=chosen][type=checkbox]").count():
            boxes = page.locator("[name=chosen]").evaluate_all("all => all.map(i => i.value)")
            for value in sorted(values, key=boxes.index):
                reach(page, f"[name=chosen][value={value}]")
                page.keyboard.press("Space")
        else:
            if kind == "inbox" and name != next(iter(sent(question.key, right))):
                reach(page, ".cards__nav button:last-of-type", back=True)
                page.keyboard.press("Enter")
            pick(page, name, values[0])


def test_everything_is_answered_by_keys_alone(learner: Opens) -> None:
    page = learner("髙橋")
    for address, question, is_story in list(steps(page)):
        if not (question or is_story):
            continue
        page.goto(address)
        if question is not None:
            type_in(page, question)
            reach(page, "button[form=answer]")
            page.keyboard.press("Enter")
            told(page, question)
            expect(page.locator("#feedback")).to_be_focused()
        if is_story:
            reach(page, "button.way")
            page.keyboard.press("Enter")
            expect(page.locator(".threes .cons")).to_have_count(3)
    reach(page, ".actbar .button--big")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/learn/.*/scenes/"))


# Without JavaScript


def move_up(page: Page, keys: tuple[str, ...]) -> None:
    """Put things into order by the buttons, each press of which asks the server."""
    for place, key in enumerate(keys):
        while page.locator("input[name=chosen]").nth(place).input_value() != key:
            page.locator(f"[data-key={key}] .move--up").click()


def test_everything_is_answered_without_javascript(learner: Opens) -> None:
    page = learner("森", java_script_enabled=False)
    for address, question, is_story in list(steps(page)):
        if not (question or is_story):
            continue
        page.goto(address)
        if is_story:
            page.locator("button.way").first.click()
            expect(page.locator(".threes .cons")).to_have_count(3)
        if question is None:
            continue
        if question.item.kind == "order":
            move_up(page, question.item.keys)
        else:
            fill(page, question)
        page.locator("button[form=answer]").click()
        told(page, question)


# For everybody


@pytest.mark.parametrize(
    "card",
    ["ゆいさん", *(pytest.param(card, marks=pytest.mark.matrix) for card in ("髙橋", "森"))],
)
def test_every_kind_of_page_is_well_for_everybody_in_large_letters_and_high_contrast(
    learner: Opens, card: str
) -> None:
    page = learner(card)
    run = re.sub(r"(/learn/[^/]+)/.*", r"\1", page.url)
    text, question, story = f"{run}/bun/2", f"{run}/naraberu/3", f"{run}/mayou/1"
    finish(page)
    expect(page).to_have_url(re.compile("/finished$"))
    found = axe_in_each_look(page)
    for place in ("/", "/courses", f"/courses/{FOLDER.name}", text, question, story):
        page.goto(place)
        found += axe_in_each_look(page)
    assert found == []


# A drill


def drawn(page: Page) -> Question:
    """Return the question of the drill that stands on the screen."""
    for _ in range(100):  # the screen before may still stand
        for question in the_drill().questions:
            (name, values), *_rest = sent(question.key, RIGHT_DRAWN[question.key]).items()
            wanted = "[name=text]" if name == "text" else f"[name='{name}'][value='{values[0]}']"
            if page.locator(wanted).count():
                return question
        page.wait_for_timeout(100)
    pytest.fail(f"{page.url}: no question of the drill")


def master(page: Page) -> Iterator[Question]:
    """Answer drawn questions rightly until that is enough; yield each when it was told so."""
    for _ in range(2):
        question = drawn(page)
        fill_drawn(page, question)
        page.locator("button[form=answer]").click()
        told(page, question)
        yield question
        page.locator(".actbar .button--big").click()


def fill_drawn(page: Page, question: Question) -> None:
    for name, values in sent(question.key, RIGHT_DRAWN[question.key]).items():
        for value in values:
            if name == "text":
                page.locator("[name=text]").fill(value)
            else:
                page.locator(f"[name='{name}'][value='{value}']").check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_drill_is_mastered_by_presses_with_and_without_javascript(
    learner: Opens,
    script: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    page = learner("林" if script else "桜井", java_script_enabled=script)
    found = list[str]()
    lesson, number = where("renshu")
    page.goto(re.sub(r"(/learn/[^/]+)/.*", rf"\1/{lesson}/{number}", page.url))
    page.set_viewport_size(SMALLEST)
    for question in master(page):  # noqa: B007  the last one is compared below
        found += overflow(page) + (axe(page) if script else [])
    expect(page.locator("#answer .notice--good")).to_be_visible()
    assert drawn(page).key != question.key
    assert found == []


def test_a_drill_is_mastered_by_keys_alone(learner: Opens) -> None:
    page = learner("南")
    lesson, number = where("renshu")
    page.goto(re.sub(r"(/learn/[^/]+)/.*", rf"\1/{lesson}/{number}", page.url))
    for _ in range(2):
        question = drawn(page)
        for name, values in sent(question.key, RIGHT_DRAWN[question.key]).items():
            for value in values:
                if name == "text":
                    reach(page, "[name=text]")
                    page.keyboard.type(value)
                elif page.locator("[name=chosen][type=checkbox]").count():
                    page.evaluate("document.activeElement.blur()")
                    reach(page, f"[name=chosen][value={value}]")
                    page.keyboard.press("Space")
                else:
                    pick(page, name, value)
        reach(page, "button[form=answer]")
        page.keyboard.press("Enter")
        told(page, question)
        reach(page, ".actbar .button--big")
        page.keyboard.press("Enter")
        expect(page.locator("#feedback")).to_have_count(0)
    expect(page.locator("#answer .notice--good")).to_be_visible()
