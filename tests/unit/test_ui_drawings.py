"""A course's picture: it draws, or it is refused by name, with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.drawings import LARGEST_PICTURE, picture_faults
from tests.factories.catalog import PICTURE

DOT = '<circle cx="4" cy="4" r="2" fill="#9b2335"/>'


def test_a_picture_of_shapes_may_be_shown() -> None:
    inner = f'<g transform="translate(2 3) rotate(4)">{DOT}<path d="M0 0h4" stroke="#fff"/></g>'
    assert picture_faults(PICTURE.format(inner).encode()) == []


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<script>alert(1)</script>", "<script> は使えません"),
        ('<circle r="2" onload="alert(1)"/>', "onload は使えません"),
        ("<style>@import 'https://example.jp'</style>", "<style> は使えません"),
        ('<path d="M0 0" style="fill:url(x)"/>', "style は使えません"),
        ('<path d="M0 0" fill="url(https://example.jp/x)"/>', "fill が「url("),
        ('<image href="https://example.jp/x"/>', "<image> は使えません"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>', "<use> は使えません"),
        ('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>', "href は使えません"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "<foreign"),
        ('<script xmlns="http://www.w3.org/1999/xhtml">x()</script>', "script> は使えません"),
        ('<a href="https://example.jp"/>', "<a> は使えません"),
        ('<animate attributeName="href" values="x"/>', "<animate> は使えません"),
        ("<text>読みのない文</text>", "<text> は使えません"),
        (f"{DOT}文", "文があります"),
        ('<circle r="1">', "SVGとして読めません"),
        ('<g class="x"/>', "class は使えません"),
        ("<!-- -->", "「<!」"),
        ("<![CDATA[x]]>", "「<!」"),
        ("<?xml-stylesheet href='x'?>", "「<?」"),
    ],
)
def test_what_does_more_than_draw_is_refused_on_its_line(inner: str, told: str) -> None:
    found = picture_faults(PICTURE.format(f"\n{DOT}\n{inner}").encode())
    assert any(told in message for _, message, _ in found), found
    assert {line for line, _, _ in found} <= {3}
    assert all(mend for _, _, mend in found)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "SVGとして読めません"),
        (PICTURE.format("").encode(), "図形がありません"),
        (PICTURE.format(DOT).replace("viewBox", "viewbox").encode(), "viewBox がありません"),
        (PICTURE.format(DOT).replace('width="9"', "").encode(), "width がありません"),
        (PICTURE.format(DOT).encode("utf-16"), "UTF-8ではない"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + PICTURE.format(DOT).encode(), "「<?」"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PICTURE.format(DOT).encode(), "「<!」"),
        (PICTURE.format(DOT + " " * LARGEST_PICTURE).encode(), "バイトあります"),
        (PICTURE.format(DOT * 601).encode(), "602個の図形"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(data: bytes, told: str) -> None:
    found = picture_faults(data)
    assert any(told in message for _, message, _ in found), found


PIECES = st.sampled_from(
    [
        *("<g>", "</g>", DOT, '<path d="M0 0h4"/>', "<script>", "</script>", "<!--x-->", "&lt;"),
        *('<circle r="url(#a)"/>', '<g onclick="x()">', " fill='none'", "]]>", "&#60;script&#62;"),
        *('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', '<g href="x"/>', "\n", "\0", "<a/>"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_a_picture_is_clean_or_refused_and_never_an_exception(inner: str) -> None:
    data = PICTURE.format(inner.replace("{", "").replace("}", "")).encode("utf-8", "replace")
    if not picture_faults(data):
        assert not re.search(rb"script|on\w+=|url\(|href|style|<!|data:", data)
