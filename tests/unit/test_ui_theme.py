"""A city's theme: read with every fault at once, its drawings let in by name, one style sheet."""

import gzip
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import SettingsError
from app.ui import theme_file
from app.ui.drawings import Drawing, is_path, read_drawing
from app.ui.theme import KEYS, Theme
from tests.conftest import settings_for

KAGA = (theme_file.SHIPPED / "kaga.toml").read_text(encoding="utf-8")
TILE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
DOT = '<circle cx="5" cy="5" r="2"/>'


def read(folder: Path, text: str) -> theme_file.Reading:
    path = folder / "machi.toml"
    path.write_text(text, encoding="utf-8")
    return theme_file.read(path)


def line_of(text: str, part: str) -> int:
    return text[: text.rindex(part)].count("\n") + 1


def the_theme(name: str = "kaga") -> Theme:
    theme = theme_file.read(theme_file.SHIPPED / f"{name}.toml").theme
    assert theme is not None
    return theme


# --- the file


CHANGES = [
    ('ink = "#55702a"', "", "fields.discern.ink がありません", "[fields.discern]"),
    ('solid = "#165e83"', 'solid = "indigo"', "色ではありません", 'solid = "indigo"'),
    ('solid = "#165e83"', "solid = 7", "fields.protect.solid の形がちがいます", "solid = 7"),
    ('soft = "#eff3e5"', 'soft = "#8fa070"', "4.5 以上が要ります", "#8fa070"),
    ('pattern = "shippo"', 'pattern = "hana"', "「hana」という模様", 'pattern = "hana"'),
    ('pattern = "shippo"', 'pattern = "seigaiha"', "模様が fields.protect と同じ", "seigaiha"),
    ('ground = "create"', 'ground = "roof"', "mark.ground が「roof」", 'ground = "roof"'),
    ("width = 2.6", "width = 99", "width が「99」", "paths ="),
    ('d = "M20 20.500v12"', 'd = "url(#x)"', "パスのデータではありません", "paths ="),
    (
        'washi = "#faf7f1"',
        'washi = "#faf7f1"\nkinpaku = "#ffcc00"',
        "「paper.kinpaku」",
        "kinpaku",
    ),
    ('en = "Indigo"', 'en = ""', "fields.protect.name.en の形", 'en = ""'),
    ("[fields.live]", "[fields.eat]", "「fields.eat」という項目", "[fields.eat]"),
    ('line = "#3d8db3"', 'line = "#c0dce8"', "（3 以上が要ります）", 'line = "#c0dce8"'),
]


@pytest.mark.parametrize(("old", "new", "told", "place"), CHANGES)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(
    tmp_path: Path, old: str, new: str, told: str, place: str
) -> None:
    text = KAGA.replace(old, new, 1)
    reading = read(tmp_path, text)
    assert reading.theme is None
    found = [fault for fault in reading.faults if told in fault.message]
    assert found, reading.faults
    assert found[0].line == line_of(text, place)
    assert found[0].mend.endswith("。")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = KAGA
    for old, new, *_ in CHANGES[:2] + CHANGES[6:8]:
        text = text.replace(old, new, 1)
    assert len(read(tmp_path, text).faults) == 4


@pytest.mark.parametrize(
    ("data", "told", "line"),
    [
        (b"", "name.ja", 1),
        (b"a = 1\nname = [\n", "TOML", 2),
        ("name = 1\n名".encode("shift_jis"), "UTF-8", 2),
        (b"#" * 200_000, "大きすぎ", 1),
        (b"fields = 3\nmark = 4\npaper = []\nname = 5\n", "fields.create.solid", 1),
    ],
)
def test_a_file_that_is_no_theme_is_told_of(
    tmp_path: Path, data: bytes, told: str, line: int
) -> None:
    path = tmp_path / "machi.toml"
    path.write_bytes(data)
    faults = theme_file.read(path).faults
    found = [fault for fault in faults if told in fault.message]
    assert found, faults
    assert found[0].line == line


def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    assert "読めません" in theme_file.read(tmp_path / "nothing.toml").faults[0].message


@given(st.text() | st.lists(st.sampled_from(KAGA.split("\n"))).map("\n".join))
def test_reading_never_fails_and_only_a_faultless_theme_comes_out(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "machi.toml"
        file.write_text(text, encoding="utf-8", errors="replace")
        reading = theme_file.read(file)
    assert (reading.theme is None) == bool(reading.faults)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in reading.faults)


def test_a_theme_is_found_by_name_or_in_the_instance_folder_only(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    (instance / "themes").mkdir(parents=True)
    own = instance / "themes" / "machi.toml"
    own.write_text(KAGA, encoding="utf-8")
    (tmp_path / "outside.toml").write_text(KAGA, encoding="utf-8")
    assert theme_file.find("minato", instance).parent == theme_file.SHIPPED
    assert theme_file.find("themes/machi.toml", instance) == own
    for name in ("", "edo", "themes", "themes/none.toml", "../outside.toml", "/etc/passwd"):
        with pytest.raises(SettingsError, match="kaga・minato"):
            theme_file.find(name, instance)


def test_a_site_with_a_faulty_theme_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "machi.toml").write_text(KAGA.replace("#165e83", "blue"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        theme_file.load(settings_for(tmp_path, "sqlite://", theme="machi.toml"))
    line = line_of(KAGA, 'solid = "#165e83"')
    assert caught.value.faults[0].startswith(f"THEME の machi.toml:{line}: ")
    assert len(caught.value.faults) == 2  # solid and ink


# --- drawings


@pytest.mark.parametrize(
    ("svg", "told"),
    [
        (TILE.format("<script>alert(1)</script>"), "<script> は使えません"),
        (TILE.format('<circle r="2" onload="alert(1)"/>'), "onload は使えません"),
        (TILE.format('<path d="M0 0" style="fill:url(x)"/>'), "style は使えません"),
        (TILE.format('<path d="M0 0" fill="url(https://example.jp/x)"/>'), "fill が「url("),
        (TILE.format('<image href="https://example.jp/x"/>'), "<image> は使えません"),
        (TILE.format('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>'), "<use>"),
        (TILE.format("<foreignObject/>"), "<foreignObject> は使えません"),
        (TILE.format("<a><circle r='1'/></a>"), "<a> は使えません"),
        (TILE.format("<circle r='1'/>文"), "文があります"),
        (TILE.format(""), "図形がありません"),
        (TILE.format("<circle r='1'>"), "SVGとして読めません"),
        (TILE.format("<circle r='1'/>" * 201), "202個"),
        ("<svg>" + DOT + "</svg>", "いちばん外が <svg>"),
        ('<svg xmlns="http://www.w3.org/2000/svg">' + DOT + "</svg>", "width が「」"),
        (TILE.format(DOT).replace('"20"', '"900"'), "width が「900」"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + TILE.format(DOT), "「<!」"),
        ("<?xml version='1.0'?>" + TILE.format(DOT), "「<?」"),
        (TILE.format(DOT + " " * 6_000), "文字あります"),
    ],
)
def test_what_is_no_drawing_is_refused_by_name(svg: str, told: str) -> None:
    found = read_drawing(svg)
    assert isinstance(found, list)
    assert any(told in message for message, _ in found), found


PIECES = st.sampled_from(
    [
        *("<g>", "</g>", DOT, '<path d="M0 0h4"/>', "<script>", "</script>", "<!--x-->", "&lt;"),
        *('<path d="M0 0" transform="rotate(4) scale(2,2)"/>', '<rect width="1"', "/>", "'", '"'),
        *('<circle r="url(#a)"/>', '<g onclick="x()">', " fill='none'", "]]>", "<![CDATA[x]]>"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_a_drawing_is_clean_or_refused_and_never_an_exception(inner: str) -> None:
    found = read_drawing(TILE.format(inner))
    if isinstance(found, list):
        assert found
        return
    assert not re.search(r"script|on\w+=|url\(|href|style|[\"&]|<!|data:", found.svg)
    again = read_drawing(found.svg)
    assert isinstance(again, Drawing)
    assert again.svg == found.svg


@given(st.text(max_size=60))
def test_a_path_holds_letters_and_numbers_only(text: str) -> None:
    if is_path(text):
        assert not re.search(r"[\"'<>()#&]", text)


def test_a_drawn_pattern_is_a_drawing_of_the_strict_kind() -> None:
    for path in theme_file.PATTERNS.glob("*.svg"):
        assert isinstance(read_drawing(path.read_text(encoding="utf-8")), Drawing), path


# --- the style sheet


def test_the_style_sheet_fills_the_layer_of_the_tokens_and_its_name_follows_its_content() -> None:
    kaga, minato = the_theme(), the_theme("minato")
    sheet = kaga.css.decode()
    assert sheet.startswith("@layer tokens{")
    assert sheet.count("{") == sheet.count("}")
    assert gzip.decompress(kaga.packed) == kaga.css
    assert kaga.packed == the_theme().packed
    assert (kaga.digest, minato.digest) == (the_theme().digest, the_theme("minato").digest)
    assert kaga.digest != minato.digest
    assert len(kaga.packed) <= 2 * 1024


def test_another_city_has_the_same_names_with_other_values() -> None:
    names = [
        set(re.findall(r"--[\w-]+(?=:)", t.css.decode()))
        for t in map(the_theme, ("kaga", "minato"))
    ]
    assert names[0] == names[1]
    assert [f.purpose for f in the_theme("minato").fields] != list(KEYS)


def test_the_icon_of_a_tab_is_the_mark() -> None:
    icon = the_theme("minato").icon
    assert not re.search(r"[\"'<>#&]", icon)
    svg = unquote(icon.removeprefix("data:image/svg+xml,"))
    assert svg.startswith("<svg xmlns=")
    assert "#23507a" in svg
