"""The right and the wrong answers of the courses, and how a person gives them."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

from app.catalog.lessons import LessonContent
from app.catalog.questions import Question
from app.catalog.sources.compile import compile_course
from app.catalog.sources.files import read_folder
from app.items.item import Response
from app.items.kinds import kind_of
from app.items.pairs import PairKind, pair, unpaired

TYPED = {"text-entry", "numeric"}
COURSES = Path(__file__).resolve().parents[2] / "courses"


@cache
def lessons(slug: str) -> tuple[LessonContent, ...]:
    """Return the lessons of a course as they are published."""
    return tuple(compile_course(read_folder(COURSES / slug)).lessons)


def right_keys(question: Question) -> Response:
    """Return a right answer; of what has none, an answer."""
    item, kind = question.item, kind_of(question.item)
    if isinstance(kind, PairKind):
        return tuple(pair(slot, value) for slot, value in kind.right(item).items())
    if not kind.is_graded:
        return item.keys[:1]
    if item.kind == "order":
        return item.keys
    return item.correct_keys[:1] if item.kind in TYPED else item.correct_keys


def wrong_keys(question: Question) -> Response:
    """Return an answer that is not right."""
    item, kind = question.item, kind_of(question.item)
    if isinstance(kind, PairKind):
        (slot, offered), *_ = kind.slots(item)
        right = kind.right(item)
        other = next(value for value in offered if value != right[slot])
        return tuple(pair(one, other if one == slot else value) for one, value in right.items())
    return (next(o.key for o in item.options if not o.correct),)


def give(page: Page, question: Question, keys: Response) -> None:
    """Answer as a person does: by taps on the cards, by the buttons ↑, or by typing."""
    kind = kind_of(question.item)
    if kind.name in TYPED:
        _type(page, question.options[keys[0]].text.plain)
    elif kind.name == "order":
        _put_in_order(page, keys)
    elif isinstance(kind, PairKind):
        _decide(page, unpaired(keys))
    else:
        ticked = page.locator("input[name=chosen]:checked[type=checkbox]")
        while ticked.count():
            ticked.first.uncheck()
        for key in keys:
            page.locator(f"input[name=chosen][value={key}]").check()
    page.locator("button[form=answer]").click()


def answer_rightly(page: Page, question: Question) -> None:
    """Give the right answer and see that it is taken as such."""
    give(page, question, right_keys(question))
    expect(page.locator("#feedback")).to_be_visible()
    expect(page.locator("#feedback")).not_to_have_class("feedback--close")


def go_to_an_end(page: Page) -> None:
    """Go through a story, always by the first way."""
    while page.locator("button.way").count():
        with page.expect_navigation():
            page.locator("button.way").first.click()


def _type(page: Page, text: str) -> None:
    tiles = page.locator(f"input[name=text][type=radio][value='{text}']")
    if tiles.count():
        tiles.check()
    else:
        page.locator("input[name=text]").fill(text)


def _decide(page: Page, pairs: dict[str, str]) -> None:
    """Decide on one thing after the other, as they stand on the page."""
    for slot in page.locator("[data-slot]").evaluate_all("all => all.map(e => e.dataset.slot)"):
        choice = page.locator(f"[name=to-{slot}][value={pairs[slot]}]")
        page.locator("label", has=choice).click()


def _put_in_order(page: Page, keys: tuple[str, ...]) -> None:
    for place, key in enumerate(keys):
        for _ in range(len(keys)):
            shown = page.locator("input[name=chosen]").evaluate_all("all => all.map(i => i.value)")
            if shown.index(key) == place:
                break
            page.locator(f"[data-key={key}] .move--up").click()
            page.wait_for_function(
                "([key, place]) => [...document.querySelectorAll('input[name=chosen]')]"
                ".findIndex(i => i.value === key) === place",
                arg=[key, shown.index(key) - 1],
            )
