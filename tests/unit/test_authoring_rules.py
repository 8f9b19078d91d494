"""Slices of files: what a change touches, and where a slice is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.blocks import BLOCK_NAMES
from app.authoring.rules import Span, Splice, carried, rewritten, spliced, text_of
from app.catalog.sources.lesson import TEXT_DIRECTIVES, read_lesson
from app.items.kinds import KINDS
from tests.factories.catalog import LESSON

TEXTS = st.text(st.sampled_from("あa \n\r|:"), max_size=12)
FILES = st.lists(st.binary(min_size=1, max_size=6), min_size=1, max_size=6)


@given(FILES, st.data(), st.binary(max_size=8))
def test_a_change_of_one_slice_changes_no_other_byte(
    parts: list[bytes], data: st.DataObject, new: bytes
) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    start = sum(map(len, parts[:at]))
    change = Splice(start, parts[at], new)
    changed = spliced(b"".join(parts), change)
    assert changed == b"".join([*parts[:at], new, *parts[at + 1 :]])
    assert spliced(changed, change.reverse) == b"".join(parts)


@given(FILES, st.data())
def test_a_slice_is_found_again_whatever_is_changed_elsewhere(
    parts: list[bytes], data: st.DataObject
) -> None:
    mine = data.draw(st.integers(0, len(parts) - 1))
    start = sum(map(len, parts[:mine]))
    span, now, changes = Span(start, start + len(parts[mine])), list(parts), []
    others = [n for n in range(len(parts)) if n != mine]
    for at in data.draw(st.lists(st.sampled_from(others), max_size=5)) if others else []:
        new = data.draw(st.binary(max_size=6))
        changes.append(Splice(sum(map(len, now[:at])), now[at], new))
        now[at] = new
    assert carried(span, changes).of(b"".join(now)) == parts[mine]


@given(st.integers(0, 20), st.integers(0, 20), st.data())
def test_whatever_becomes_of_a_slice_lies_where_it_is_found_again(
    start: int, length: int, data: st.DataObject
) -> None:
    file, span, changes = bytes(range(50)), Span(start, start + length), []
    mine = set(span.of(file))
    for _ in range(data.draw(st.integers(0, 4))):
        first = data.draw(st.integers(0, len(file)))
        last = data.draw(st.integers(first, len(file)))
        changes.append(Splice(first, file[first:last], b"\xff" * data.draw(st.integers(0, 6))))
        file = spliced(file, changes[-1])
    found = carried(span, changes)
    assert 0 <= found.start <= found.end <= len(file)
    assert not mine & {*file[: found.start], *file[found.end :]}


def test_a_change_of_the_slice_itself_is_followed_even_where_it_was_emptied() -> None:
    file = b"abc"
    emptied = Splice(1, b"b", b"")
    assert carried(Span(1, 2), [emptied]) == Span(1, 1)
    assert carried(Span(1, 2), [emptied, emptied.reverse]) == Span(1, 2)
    assert carried(Span(2, 3), [emptied, emptied.reverse]).of(file) == b"c"


def test_a_change_across_an_edge_widens_what_is_looked_at() -> None:
    assert carried(Span(2, 4), [Splice(3, b"de", b"XYZ")]) == Span(2, 6)


def test_a_change_made_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        spliced(b"abc", Splice(1, b"x", b"y"))


@given(
    TEXTS,
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 3),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_what_was_not_changed_in_a_form_stays_byte_for_byte(
    text: str, line_end: str, blanks: int, mark: bytes
) -> None:
    data = mark + (text + line_end * blanks).encode()
    shown = text_of(data)
    assert shown is not None
    assert rewritten(data, shown.replace("\n", "\r\n")) == data


def test_a_new_text_keeps_the_line_ends_and_the_blank_lines_of_the_slice() -> None:
    assert rewritten(b"a\r\nb\r\n\r\n", "c\r\nd\r\n\r\n\r\n") == b"c\r\nd\r\n\r\n"
    assert rewritten(b"a\n\n", "c\r\nd") == b"c\nd\n\n"
    assert rewritten(b"a\n\n", " \r\n") == b""
    assert rewritten(b"\xef\xbb\xbfa\n", "b") == b"\xef\xbb\xbfb\n"


def test_what_is_no_text_is_not_shown() -> None:
    assert text_of(b"\x83\x65") is None


@given(st.data())
def test_every_block_of_a_lesson_can_be_changed_alone(data: st.DataObject) -> None:
    file = LESSON.encode()
    lesson = read_lesson("010-a/010-b.md", "b", file, [])
    blocks = (lesson.front, *lesson.blocks)
    block = data.draw(st.sampled_from(blocks))
    span = Span(block.start, block.end)
    new = rewritten(span.of(file), "あたらしい文")
    changed = spliced(file, Splice(span.start, span.of(file), new))
    assert changed.startswith(file[: span.start])
    assert changed.endswith(file[span.end :])


def test_every_kind_of_block_has_a_name() -> None:
    kinds = {"front", "text", "break", "unreadable", *TEXT_DIRECTIVES, *KINDS}
    assert kinds == set(BLOCK_NAMES)
