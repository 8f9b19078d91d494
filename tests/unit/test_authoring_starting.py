"""What a course begins from: the starters, addresses from readings, and the head of a course."""

from dataclasses import replace
from datetime import date

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.queries import COURSE_FILE
from app.authoring.starting.course_file import (
    OWN_WORK,
    Head,
    Unreadable,
    begun,
    credited,
    filled,
    renamed,
)
from app.authoring.starting.romaji import LONGEST, address_of
from app.authoring.starting.starters import FOLDER, STARTERS, files_of
from app.catalog.service import check_course
from app.catalog.sources.placeholders import PLACEHOLDER
from app.catalog.sources.read import AUDIENCES, read
from app.catalog.sources.tables import KEY

HEAD = Head("ためし", "child", (5, 6), "live", ("犀川市", "city"))
TODAY = date(2026, 11, 29)


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_lacks_nothing_but_what_it_asks_its_author_to_write(name: str) -> None:
    files = {path: filled(data, HEAD) for path, data in files_of(name).items()}
    files[COURSE_FILE] = begun(files[COURSE_FILE], HEAD, today=TODAY)
    asked = check_course(read("tameshi", files))
    written = {
        path: PLACEHOLDER.sub("あなたの文", data.decode()).encode() for path, data in files.items()
    }
    left = check_course(read("tameshi", written))
    if name == "empty":  # its questions come with the text that is pasted
        assert [fault.message for fault in left] == ["目標「mokuhyo」を確かめる問題がありません"]
    else:
        assert left == ()
    assert {fault.message[:8] for fault in {*asked} - {*left}} == {"まだ書いていません"[:8]}


def test_what_the_form_says_stands_where_the_starter_wants_it() -> None:
    head = replace(HEAD, title='{人気|にんき}の"店"', can_do="店を選べる。", source=OWN_WORK[0])
    files = {path: filled(data, head).decode() for path, data in files_of("empty").items()}
    assert "［" not in files["completion.toml"] + files["objectives.toml"] + files[COURSE_FILE]
    course = read("tameshi", {path: text.encode() for path, text in files.items()})
    assert course.modules[0].title.plain == '人気の"店"'
    assert course.objectives[0].can_do.plain == "店を選べる"
    assert course.sources[0].publisher == "犀川市"


def test_every_folder_of_a_starter_is_offered_and_for_somebody() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(STARTERS)
    assert all(starter.audience in AUDIENCES for starter in STARTERS.values())


def test_the_head_of_a_new_course_is_what_its_form_said() -> None:
    made = read("a", {COURSE_FILE: begun(files_of("empty")[COURSE_FILE], HEAD, today=TODAY)})
    assert (made.title.plain, made.audience, made.grades) == ("ためし", "child", (5, 6))
    assert made.author is not None
    assert (made.author.name.plain, made.author.kind) == ("犀川市", "city")
    assert (made.reviewed_on, made.license) == (TODAY, "CC-BY-4.0")


@pytest.mark.parametrize(
    ("reading", "address"),
    [
        ("こじんじょうほう", "kojinjoho"),
        ("あやしいメール を みわける", "ayashiimeru-o-miwakeru"),
        ("まっちゃ と ファイル", "matcha-to-fairu"),
        ("ティーシャツ", "tishatsu"),
        ("ＡＩ と くらす！", "ai-to-kurasu"),
        ("3D プリンター", "d-purinta"),
        ("写真", ""),
        ("AI の使い方", ""),
        ("！？", ""),
    ],
)
def test_an_address_is_a_reading_as_road_signs_write_it(reading: str, address: str) -> None:
    assert address_of(reading) == address


@given(st.text(alphabet=st.characters(max_codepoint=0x30FF)) | st.text())
def test_an_address_is_a_key_or_nothing(reading: str) -> None:
    address = address_of(reading)
    assert address == "" or KEY.fullmatch(address)
    assert len(address) <= LONGEST


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_title_is_written_as_it_was_said(title: str) -> None:
    data = renamed(files_of("empty")[COURSE_FILE], title)
    assert tomlkit.parse(data.decode())["title"] == title


def test_a_credit_is_added_once_and_all_else_stays_byte_for_byte() -> None:
    before = 'title = "a"\r\ncredits = ["b"] # だれ\r\n\r\n[[sources]]\r\ntitle = "c"\r\n'.encode()
    after = credited(before, ["もと：あ", "もと：あ"])
    assert after == before.replace(b'["b"]', '["b", "もと：あ"]'.encode())
    assert credited(after, ["もと：あ"]) is after
    assert b"\r\ncredits" in credited(b'title = "a"\r\n\r\n[[sources]]\r\n', ["x"])


@pytest.mark.parametrize("data", [b"title = ", b"\xff", b'credits = "x"'])
def test_what_is_no_course_file_is_told_and_not_guessed(data: bytes) -> None:
    with pytest.raises(Unreadable):
        credited(data, ["x"])
