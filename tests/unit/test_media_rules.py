"""Files by their first bytes, their names in a course, the blocks that show them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.catalog.markdown import compile_blocks
from app.catalog.sources.read import is_inside, read
from app.media.rules import (
    TYPES,
    MediaKind,
    Missing,
    asset_name,
    block_text,
    credit_line,
    is_captions,
    missing,
    type_of,
)
from tests.factories.catalog import course_files
from tests.factories.media import PDF, SVG, VTT, a_picture, an_mp3, an_mp4

LESSON = '+++\ntitle = "題"\nminutes = 3\n+++\n\nはじめ。\n\n{}\n\nおわり。\n'
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        *((a_picture(form), suffix) for form, suffix in (("JPEG", "jpg"), ("PNG", "png"))),
        *((a_picture(form), suffix) for form, suffix in (("WEBP", "webp"), ("AVIF", "avif"))),
        (a_picture("GIF"), "gif"),
        (SVG, "svg"),
        (b"\xef\xbb\xbf\n" + SVG, "svg"),
        (an_mp3(), "mp3"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "mp3"),
        (an_mp4(), "mp4"),
        (an_mp4(brand=b"M4A "), "m4a"),
        (b"OggS\x00\x02", "ogg"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "webm"),
        (PDF, "pdf"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data: bytes, suffix: str) -> None:
    assert type_of(data) == TYPES[suffix]


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"<html>",
            b"<?xml version='1.0'?><svg>",
            b"MZ\x90",
            b"PK\x03\x04",
            b"GIF88a",
            b"#!/bin/sh",
        ),
        *(an_mp4(brand=b"qt  "), an_mp4(brand=b"heic"), b"RIFF\x00\x00\x00\x00WAVEfmt "),
        *(b"\xff\xfe<\x00", b"\x1a\x45\xdf\xa3\x42\x82\x88matroska"),
    ],
)
def test_what_no_course_may_hold_is_unknown(data: bytes) -> None:
    assert type_of(data) is None


@given(st.text(max_size=80), st.sampled_from(list(TYPES)), st.integers(0, 3))
def test_a_name_is_safe_new_and_short_whatever_the_title(
    title: str, suffix: str, others: int
) -> None:
    kind, taken = TYPES[suffix].kind, set[str]()
    for _ in range(others + 1):
        path = asset_name(title, suffix, kind=kind, taken=taken)
        assert path not in taken
        assert is_inside(path)
        assert path.startswith("assets/")
        assert path.endswith(f".{suffix}")
        assert len(path) < 60
        assert path.isascii()
        taken.add(path)


@settings(max_examples=200)
@example("\ufdd0\u2028", MediaKind.FILE)
@given(words, st.sampled_from(list(MediaKind)))
def test_whatever_is_written_of_a_file_its_block_is_one_block_of_its_kind(
    alt: str, kind: MediaKind
) -> None:
    captions = "assets/a.vtt" if kind is MediaKind.VIDEO else None
    text = block_text(kind, "assets/a.png", f"あ{alt}", captions=captions)
    source = read("tameshi", course_files(lesson=LESSON.format(text)))
    assert source.faults == ()
    shown = "text" if kind is MediaKind.IMAGE else kind.value
    assert [block.kind for block in source.lessons[0].blocks] == ["text", shown, "text"]
    inside = text if kind is MediaKind.IMAGE else text.partition("\n")[2].removesuffix("\n:::")
    assert compile_blocks(inside, assets={"assets/a.png": "/a.png"}).problems == ()


def test_credits_fit_on_a_line() -> None:
    assert (
        credit_line("校 門", "撮影\n広報課", "CC BY 4.0") == "「校 門」（撮影 広報課、CC BY 4.0）"
    )
    assert credit_line("絵", "", "CC0 1.0") == "「絵」（CC0 1.0）"


@pytest.mark.parametrize(
    ("data", "good"),
    [(VTT, True), (b"\xef\xbb\xbfWEBVTT", True), (b"WEBVTTX", False), (b"1\n00:00", False)],
)
def test_captions_are_webvtt(data: bytes, *, good: bool) -> None:
    assert is_captions(data) is good
    assert not is_captions(data + b"\xff")
    assert not is_captions(data + b" " * 200_000)


def test_what_is_missing_is_told_by_what_the_file_is() -> None:
    assert missing(
        MediaKind.VIDEO, alt=" ", captions=None, license_known=False, credit_due=False
    ) == (Missing.ALT, Missing.CAPTIONS, Missing.LICENSE)
    assert missing(
        MediaKind.IMAGE, alt="絵", captions=None, license_known=True, credit_due=True
    ) == (Missing.CREDIT,)
