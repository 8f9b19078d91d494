"""Interface strings: plain where they are printed, with readings where they are shown."""

import html
import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from app.i18n import interface
from app.i18n.counters import counted
from app.i18n.interface import PLACEHOLDER, Message
from app.i18n.notation import Segment, parse, to_json
from app.i18n.reading import Spelled, ruby_html
from app.ui.cookie import CookieSessions
from app.ui.strings import gettext, lazy_gettext, ngettext

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TAUGHT = st.one_of(st.none(), st.integers(0, 6))
TITLE = parse("{自分|じ|ぶん}の<{情報|じょう|ほう}>").segments
VALUES = st.one_of(
    TEXTS,
    st.integers(0, 10_000),
    TEXTS.map(escape),
    st.just(Spelled(TITLE)),
    st.builds(Message, TEXTS.filter(lambda text: not PLACEHOLDER.search(text))),
)
NAMES = st.sampled_from(["name", "n", "day"])

SEE = "「%(title)s」を見る"
SEEN = (
    Segment("「%(title)s」を"),
    Segment("見", "み", phrase_start=True),
    Segment("る", word_start=False),
)
LEFT = "あと%(n)s分で終わります。"
LEFT_READ = (
    Segment("あと"),
    Segment("%(n)s", phrase_start=True),
    Segment("分", "ふん"),
    Segment("で"),
    Segment("終", "お", phrase_start=True),
    Segment("わります。", word_start=False),
)


@pytest.fixture(autouse=True)
def two_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table hold two strings; what was shown before is forgotten."""
    kept = {SEE: to_json(SEEN), LEFT: to_json(LEFT_READ)}
    monkeypatch.setattr(interface, "table", lambda: kept)
    interface._shown.cache_clear()  # noqa: SLF001  the other tests' table
    interface._pieces.cache_clear()  # noqa: SLF001


def _without_readings(shown: str) -> str:
    return html.unescape(re.sub(r"<(rt|rp)>.*?</\1>|</?ruby>", "", shown, flags=re.DOTALL))


def test_a_message_is_printed_plain_and_shown_with_readings() -> None:
    message = Message(SEE, {"title": Spelled(TITLE)})
    assert message == "「自分の<情報>」を見る"
    assert escape(message) == "「自分の&lt;情報&gt;」を見る"
    shown = message.html(0)
    assert "<rt>じょう</rt>" in shown or "<rt>じょうほう</rt>" in shown
    assert "<ruby>見<rp>(</rp><rt>み</rt><rp>)</rp></ruby>る" in shown
    assert "&lt;" in shown


def test_phrases_are_parted_for_those_who_read_them_so_and_nowhere_else() -> None:
    message = Message(LEFT, {"n": 3})
    assert message.html(None, spaced=True) == "あと 3分で 終わります。"
    assert message == "あと3分で終わります。"
    assert message.html(None) == Markup("あと3分で終わります。")


@pytest.mark.parametrize(
    ("minutes", "kana"), [(3, "ぷん"), (5, "ふん"), (20, "ぷん"), (12, "ふん")]
)
def test_what_is_counted_is_read_by_its_number(minutes: int, kana: str) -> None:
    assert f"分<rp>(</rp><rt>{kana}</rt>" in Message(LEFT, {"n": minutes}).html(0)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0こ"), (1, "1つ"), (9, "9つ"), (10, "10こ"), (112, "112こ")]
)
def test_things_are_counted_on_where_the_old_numbers_end(number: int, said: str) -> None:
    message = Message("あと%(n)sつで、%(mark)sです", {"n": number, "mark": "つぎ"})
    assert message == f"あと{said}で、つぎです"
    assert [str(message.html(taught)) for taught in (None, 0)] == [str(message)] * 2
    assert Message("%(word)sつ", {"word": "ひと"}) == "ひとつ"


def test_a_value_that_is_no_number_keeps_the_reading_of_the_string() -> None:
    assert "<rt>ふん</rt>" in Message(LEFT, {"n": "数"}).html(0)


def test_what_a_course_brings_as_html_stays_as_it_is_and_is_plain_in_an_attribute() -> None:
    title = ruby_html(TITLE, 0, spaced=True)
    message = Message(SEE, {"title": title})
    assert title in message.html(2)
    assert message == "「自分の<情報>」を見る"


def test_a_message_inside_another_keeps_its_readings() -> None:
    inner = Message(LEFT, {"n": 1})
    outer = Message(SEE, {"title": inner})
    assert outer == "「あと1分で終わります。」を見る"
    assert inner.html(0, spaced=True) in outer.html(0, spaced=True)


@given(st.lists(st.one_of(TEXTS, NAMES.map(lambda name: f"%({name})s")), max_size=5), TAUGHT)
def test_only_what_is_ours_is_ever_read_as_a_place(texts: list[str], taught: int | None) -> None:
    values = {"name": "%(n)s<b>%s%", "n": "%(day)s", "day": "{0}"}
    pattern = "".join(texts)
    places = {name for name in PLACEHOLDER.findall(pattern) if name not in values}
    if places:
        with pytest.raises(KeyError):
            Message(pattern, values)
        return
    message = Message(pattern, values)
    assert message == PLACEHOLDER.sub(lambda found: values[found[1]], pattern)
    assert _without_readings(message.html(taught)) == message


@given(name=NAMES, value=VALUES, taught=TAUGHT, spaced=st.booleans())
def test_no_value_leaks_markup_and_the_text_is_what_is_shown(
    name: str, value: object, taught: int | None, *, spaced: bool
) -> None:
    message = Message(f"「%({name})s」と言う", {name: value})
    shown = message.html(taught, spaced=spaced)
    assert re.sub(r"</?(?:ruby|rt|rp)>", "", shown).count("<") == 0
    assert _without_readings(shown) == message


def test_nothing_is_put_in_where_no_values_are_given() -> None:
    assert gettext("100%になりました") == "100%になりました"
    assert gettext("%(name)s").html(0) == "%(name)s"


def test_a_count_is_told_to_the_message() -> None:
    assert ngettext("%(num)s件", "%(num)s件", 3) == "3件"


def test_a_label_is_a_message_once_it_is_shown() -> None:
    label = lazy_gettext(SEE)
    assert str(label % {"title": "<b>", "max": 3}) == "「<b>」を見る"
    assert escape(lazy_gettext("<")) == "&lt;"


def test_what_was_said_survives_the_cookie_with_its_readings() -> None:
    inner = Message(LEFT, {"n": 3})
    said = Message(
        "%(a)s%(b)s%(c)s%(d)s", {"a": "<", "b": Markup("<b>"), "c": inner, "d": Spelled(TITLE)}
    )
    serializer = CookieSessions().get_signing_serializer(_app())
    assert serializer
    (back,) = serializer.loads(serializer.dumps({"_flashes": [said]}))["_flashes"]
    assert back == said
    assert back.html(0, spaced=True) == said.html(0, spaced=True)


def _app() -> Flask:
    app = Flask("cookies")
    app.secret_key = "only here"
    return app


@pytest.mark.parametrize(
    ("number", "counter", "read"),
    [
        (1, "人", [("1人", "ひとり")]),
        (11, "人", [("11", None), ("人", "にん")]),
        (1, "日", [("1日", "ついたち")]),
        (4, "日", [("4", None), ("日", "か")]),
        (11, "日", [("11", None), ("日", "にち")]),
        (20, "日", [("20日", "はつか")]),
        (24, "日", [("24", None), ("日", "か")]),
        (9, "月", [("9", None), ("月", "がつ")]),
        (0, "分", [("0", None), ("分", "ふん")]),
    ],
)
def test_numbers_are_read_with_what_they_count(
    number: int, counter: str, read: list[tuple[str, str | None]]
) -> None:
    assert [(one.surface, one.kana) for one in counted(number, counter)] == read
