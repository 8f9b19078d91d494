"""PO files as translators' tools write them: read with every fault, written as they were."""

from dataclasses import replace
from io import BytesIO

import pytest
from babel.messages.pofile import read_po as read_with_babel
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.sources.faults import Fault
from app.catalog.sources.lines import lines_of
from app.catalog.sources.translation.po import HEADER, Entry, PoFile, read_po, write_po

TEXT = st.text(st.sampled_from('aé漢「 \\"\n\t#~|%{}[]'), max_size=12)
REMARKS = st.lists(
    st.sampled_from(["# by Ann", "#. note", "#: a.md:3", "#, no-wrap"]), unique=True
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    remarks = draw(REMARKS)
    return Entry(
        draw(st.text("abc.-", max_size=6)),
        draw(TEXT.filter(bool)),
        draw(TEXT),
        is_fuzzy=draw(st.booleans()),
        is_obsolete=draw(st.booleans()),
        previous=draw(st.none() | TEXT),
        remarks=(*(r for r in remarks if r[1] != ","), *(r for r in remarks if r[1] == ",")),
    )


FILES = st.builds(
    PoFile,
    header=st.just(HEADER.format(language="en")),
    header_remarks=st.sampled_from([(), ("# translated by Ann", "#, no-wrap")]),
    entries=st.lists(entries(), max_size=5, unique_by=lambda e: (e.context, e.source)).map(tuple),
    tail=st.sampled_from([(), ("# the end",)]),
)


def read(text: str | bytes) -> tuple[PoFile, list[Fault]]:
    faults: list[Fault] = []
    data = text.encode() if isinstance(text, str) else text
    return read_po("x.po", lines_of("x.po", data, faults), faults), faults


@given(FILES)
def test_what_is_written_is_read_again(file: PoFile) -> None:
    assert read(write_po(file)) == (file, [])


@given(FILES)
def test_an_independent_reader_finds_the_same_translations(file: PoFile) -> None:
    plain = (replace(e, previous=None) if e.is_obsolete else e for e in file.entries)
    file = replace(file, entries=tuple(plain))  # Babel reads no `#~|`
    catalog = read_with_babel(BytesIO(write_po(file).encode()), locale="en")
    theirs = {(m.context or "", m.id): m.string for m in catalog if m.id}
    assert theirs == {(e.context, e.source): e.text for e in file.entries if not e.is_obsolete}
    fuzzy = {(m.context or "", m.id) for m in catalog if m.id and m.fuzzy}
    assert fuzzy == {
        (e.context, e.source) for e in file.entries if e.is_fuzzy and not e.is_obsolete
    }


@given(st.one_of(FILES.map(write_po).map(str.encode), st.binary(max_size=200)), st.data())
def test_no_file_breaks_the_reader(data: bytes, draw: st.DataObject) -> None:
    cut = draw.draw(st.integers(0, len(data)))
    _, faults = read(data[:cut] + data[cut + 1 :])
    assert all(1 <= fault.line <= data.count(b"\n") + 1 for fault in faults)


ENTRY = 'msgctxt "title"\nmsgid "題"\nmsgstr "Title"\n'


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (ENTRY.replace('"Title"', '"Title'), 3, "文字列が読めません"),
        (ENTRY.replace('"Title"', "Title"), 3, "文字列が読めません"),
        (ENTRY.replace("Title", "a\\xb"), 3, "文字列が読めません"),
        (ENTRY.replace("msgstr", "msgstring"), 3, "として読めません"),
        (ENTRY.replace('msgstr "Title"\n', ""), 1, "翻訳の文がありません"),
        (ENTRY + '\nmsgid "二"\n\nmsgid "三"\nmsgstr "3"\n', 5, "翻訳の文がありません"),
        ('msgstr "Title"\n', 1, "として読めません"),
        ('"lost"\n', 1, "として読めません"),
        (ENTRY + "\n" + ENTRY, 5, "1行目にもあります"),
        (ENTRY.replace("msgstr", "msgstr[0]"), 3, "複数形"),
        ("<<<<<<< HEAD\n" + ENTRY, 1, "として読めません"),
        ("\x00" + ENTRY, 1, "制御文字"),
    ],
)
def test_a_fault_is_found_on_its_line(text: str, line: int, what: str) -> None:
    _, faults = read(text)
    assert any(f.line == line and what in f.message for f in faults), faults
    assert all(f.mend for f in faults)


def test_a_file_that_is_not_utf8_says_so() -> None:
    file, faults = read(ENTRY.encode("shift_jis"))
    assert file.entries == ()
    assert "UTF-8" in faults[0].message


def test_line_ends_of_windows_and_wrapped_strings_are_read() -> None:
    wrapped = 'msgctxt "title"\r\nmsgid ""\r\n"二"\r\n"行\\n"\r\n"め"\r\nmsgstr "a\\n"\r\n"b"\r\n'
    file, faults = read(wrapped)
    assert faults == []
    (entry,) = file.entries
    assert (entry.source, entry.text) == ("二行\nめ", "a\nb")
    assert [entry.line_of_text(n) for n in (0, 1, 9)] == [6, 7, 7]


def test_what_a_translator_wrote_beside_stays() -> None:
    text = (
        '# Ann, 2026\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"Last-Translator: Ann\\n"\n\n'
        '# unsure\n#: 010.md:4\n#, fuzzy\n#| msgid "旧"\n'
        'msgctxt "title"\nmsgid "新"\nmsgstr "Old"\n'
        '\n#~ msgctxt "text"\n#~ msgid "前"\n#~ msgstr "Before"\n'
    )
    file, faults = read(text)
    assert faults == []
    assert write_po(file) == text
    assert [(e.previous, e.is_fuzzy, e.is_obsolete, e.is_usable) for e in file.entries] == [
        ("旧", True, False, False),
        (None, False, True, False),
    ]
