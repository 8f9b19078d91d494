"""Parts that are drawn once: for each reader as they read, and never with another's note."""

from dataclasses import replace

import pytest
from flask import Flask, g
from jinja2 import DictLoader

from app.ui.components import Components
from app.ui.parts import MOST_PARTS, kept_part
from app.ui.reader import ANYONE, set_reader


class Foreign(str):  # noqa: SLOT000  it stands for course text, which knows its language
    language = "xx"


@pytest.fixture
def app() -> Flask:
    """Return an application whose one part shows a name and a text's language."""
    app = Flask("parts")
    part = "{{ name }}{{ lang(name) }}"
    app.jinja_env.loader = DictLoader({"part.html": part})
    app.jinja_env.globals["lang"] = Components.lang
    return app


def drawn(app: Flask, key: int, name: str, *, audience: str = "citizen") -> tuple[str, bool]:
    """Return a part as one request sees it, and whether the page then tells of Japanese."""
    with app.test_request_context():
        set_reader(replace(ANYONE, audience=audience, name="ハル"))  # type: ignore[arg-type]
        text = str(kept_part("part.html", key, name=name))
        return text, bool(g.get("is_partly_untranslated", False))


def test_it_is_drawn_once_for_a_key_and_a_way_of_reading(app: Flask) -> None:
    assert drawn(app, 1, "a") == ("a", False)
    assert drawn(app, 1, "b") == ("a", False)
    assert drawn(app, 2, "b") == ("b", False)
    assert drawn(app, 1, "c", audience="child") == ("c", False)


def test_what_it_told_of_its_language_is_told_again(app: Flask) -> None:
    foreign = Foreign("x")
    for _ in range(2):
        text, is_told = drawn(app, 1, foreign)
        assert 'lang="xx"' in text.replace("&#34;", '"')
        assert is_told


def test_a_note_of_before_is_neither_lost_nor_kept_with_the_part(app: Flask) -> None:
    with app.test_request_context():
        g.is_partly_untranslated = True
        kept_part("part.html", 1, name="a")
        assert g.is_partly_untranslated
    assert drawn(app, 1, "a") == ("a", False)


def test_the_store_is_bounded(app: Flask) -> None:
    for key in range(MOST_PARTS + 10):
        drawn(app, key, "a")
    assert len(app.extensions["parts"]) <= MOST_PARTS
