"""Words found in the files of a course, and replaced."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import find
from app.catalog.sources.check import check
from app.catalog.sources.compile import compile_course
from app.catalog.sources.files import read_folder
from app.catalog.sources.read import read
from tests.conftest import COURSES
from tests.factories.catalog import COURSE, LESSON

LESSON_PATH = "010-a/010-b.md"
SAMPLE = Path(__file__).resolve().parent.parent / "courses" / "subete"


def replaced(path: str, text: str, words: str, new: str, *, everywhere: bool = False) -> str:
    for hit in reversed(find(path, text, words, everywhere=everywhere)):
        text = text[: hit.span.start] + hit.with_words(new) + text[hit.span.end :]
    return text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("個人情報です。個人情報。", "大事なことです。大事なこと。"),
        ("{個人情報|こじんじょうほう}です。", "大事なことです。"),
        ("{個人|こじん}情報です。", "大事なことです。"),
        ("{個人情報保護|こじんじょうほうほご}", "大事なこと保護"),
        ("{全個人|ぜんこじん}{情報法|じょうほうほう}", "全大事なこと法"),
        ("｜個人情報《こじんじょうほう》", "大事なこと"),
        ("個人 情報", "個人 情報"),
    ],
)
def test_words_are_found_whatever_readings_are_written_into_them(text: str, after: str) -> None:
    assert replaced(LESSON_PATH, text, "個人情報", "大事なこと") == after


@pytest.mark.parametrize(
    "text",
    [
        "::: choice #mail objective=mail",
        "- [x] えらぶ #mail",
        "[てがみ](https://example.jp/mail)",
        "![てがみ](assets/mail.png)",
        "[ここ]{#see-mail}",
        "https://example.jp/mail",
        "[a]: https://example.jp/mail",
        '+++\nobjectives = ["mail"]\n+++\n',
    ],
)
def test_keys_and_addresses_are_left_alone_unless_asked(text: str) -> None:
    assert replaced(LESSON_PATH, text, "mail", "post") == text
    assert replaced(LESSON_PATH, text, "mail", "post", everywhere=True) != text


def test_in_tables_only_prose_is_replaced_and_quotes_are_escaped() -> None:
    toml = 'title = "mail {文|ふみ}"\nkey = "mail"\nnote = "mail https://a.jp/mail"\n'
    assert replaced("course.toml", toml, "mail", 'a"b') == (
        'title = "a\\"b {文|ふみ}"\nkey = "mail"\nnote = "a\\"b https://a.jp/mail"\n'
    )
    assert replaced(LESSON_PATH, LESSON, "ってなに", "とは").startswith(
        '+++\ntitle = "{個人情報|こじんじょうほう}とは？"\n'
    )
    assert find("course.toml", COURSE, "protect") == []


@pytest.mark.parametrize("folder", [COURSES / "kojin-joho", COURSES / "ayashii-mail", SAMPLE])
def test_every_text_of_a_course_can_be_replaced_without_a_fault(folder: Path) -> None:
    source = read_folder(folder)
    files = {
        path: replaced(path, data.decode(), "。", "！").encode() if path.endswith(".md") else data
        for path, data in source.files
    }
    assert sum(data.count("！".encode()) for data in files.values()) > 20
    after = read(source.slug, files)
    assert check(after, compile_course(after), lambda _item: 9) == check(
        source, compile_course(source), lambda _item: 9
    )


@given(st.text(st.sampled_from("あい{亜|}｜《》#\n "), max_size=20), st.sampled_from("あい亜"))
def test_what_is_found_is_there_and_nothing_else_is_touched(text: str, word: str) -> None:
    hits = find(LESSON_PATH, text, word)
    for hit in hits:
        assert word in text[hit.span.start : hit.span.end]
    assert [hit.span.start for hit in hits] == sorted({hit.span.start for hit in hits})
