"""The strict check looks at every text that children read."""

from datetime import date

import pytest

from app.catalog.service import read_course
from app.catalog.service.strictness import strict_faults
from tests.factories.catalog import a_source
from tests.factories.furigana import the_engine
from tests.unit.test_catalog_media import AUDIO, EXTRA, FILE, TIMELINE, VIDEO, the_files
from tests.unit.test_catalog_questions import GAPS, GROUPS, HEAD, INBOX, LESSON

LONG = "これは、" + "とても" * 30 + "ながい。"
STORY = """\
::: dilemma #hanashi
## はじまり #hajimari

- [いく](#iku)
- [やめる](#yameru)

## いった #iku

> **わたし** あ。
> **ともだち** い。
> **あとで** う。

## やめた #yameru

> **わたし** あ。
> **ともだち** い。
> **あとで** う。
:::
"""


def found(body: str) -> list[int]:
    """Return the lines on which a sentence is too long, in a course for grade 2."""
    files = the_files(body)
    course = files["course.toml"].replace(b'"citizen"', b'"child"\ngrades = [2]')
    source = a_source(files | {"course.toml": course})
    read = read_course(source, the_engine(), {})
    faults = strict_faults(read, the_engine(), today=date(2026, 11, 29))
    return [x.line for x in faults if x.path == LESSON and x.message.startswith("文が長いです")]


@pytest.mark.parametrize(
    ("body", "old"),
    [
        (AUDIO, "{話|はな}しています。"),
        (VIDEO, "{動|うご}く。"),
        (FILE, "**{紙|かみ}**です。"),
        (TIMELINE, "{寝|ね}た。"),
        (EXTRA, "{早|はや}く{終|お}わったら。"),
        (GROUPS, "{出|だ}す"),
        (GROUPS, "{空|そら}の{絵|え}"),
        (GAPS, "{短|みじか}い"),
        (INBOX, "{分|わ}けましょう。"),
        (INBOX, "{一|ひと}つ{目|め}の{段落|だんらく}。"),
        (STORY, "やめた"),
        (STORY, "い。"),
    ],
)
def test_a_long_sentence_is_told_wherever_it_stands(body: str, old: str) -> None:
    assert found(body) == []
    changed = body.replace(old, LONG, 1)
    (line,) = [n for n, text in enumerate((HEAD + changed).split("\n"), 1) if LONG in text]
    assert line in found(changed)


def test_a_hint_is_read_too() -> None:
    body = INBOX.replace("{分|わ}けましょう。", f"{{分|わ}}けましょう。\n\n> [!TIP] {LONG}", 1)
    (line,) = [n for n, text in enumerate((HEAD + body).split("\n"), 1) if LONG in text]
    assert found(body) == [line]
