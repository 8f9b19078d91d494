"""The right and the wrong answers of the courses, and how a person gives them."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

from app.catalog.lessons import LessonContent
from app.catalog.questions import Question
from app.catalog.sources.compile import compile_course
from app.catalog.sources.files import read_folder

COURSES = Path(__file__).resolve().parents[2] / "courses"


@cache
def lessons(slug: str) -> tuple[LessonContent, ...]:
    """Return the lessons of a course as they are published."""
    return tuple(compile_course(read_folder(COURSES / slug)).lessons)


def wrong_keys(question: Question) -> tuple[str, ...]:
    """Return an answer that is not right."""
    return (next(o.key for o in question.item.options if not o.correct),)


def give(page: Page, question: Question, keys: tuple[str, ...]) -> None:
    """Answer as a person does: by taps on the cards, by the buttons ↑, or by typing."""
    if question.item.kind == "text-entry":
        page.locator("input[name=text]").fill(question.options[keys[0]].text.plain)
    elif question.item.kind == "order":
        _put_in_order(page, keys)
    else:
        ticked = page.locator("input[name=chosen]:checked[type=checkbox]")
        while ticked.count():
            ticked.first.uncheck()
        for key in keys:
            page.locator(f"input[name=chosen][value={key}]").check()
    page.locator("button[form=answer]").click()


def answer_rightly(page: Page, question: Question) -> None:
    """Give the right answer and see that it is taken as such."""
    keys = question.item.keys if question.item.kind == "order" else question.item.correct_keys
    give(page, question, keys[:1] if question.item.kind == "text-entry" else keys)
    expect(page.locator("#feedback")).to_be_visible()
    expect(page.locator("#feedback")).not_to_have_class("feedback--close")


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
