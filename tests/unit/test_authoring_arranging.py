"""Blocks put in, taken out and moved: what else of the file changes, which is nothing."""

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import (
    Operation,
    Span,
    moved,
    performed,
    put_in,
    says_the_same,
    taken_out,
    units,
)

BODIES = st.lists(
    st.sampled_from(
        ["あ", "い\nう", "::: easy\nえ\n:::", "::: choice #a\nお\n:::", "---", "## 見出し"]
    ),
    min_size=1,
    max_size=5,
)
FILES = st.tuples(
    BODIES,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\n\n"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)


def file_of(drawn: tuple[list[str], str, str, bytes]) -> tuple[bytes, list[Span]]:
    """Return a file of these blocks, and where they stand."""
    bodies, line_end, end, mark = drawn
    texts = [body + "\n\n" for body in bodies[:-1]] + [bodies[-1] + end]
    slices = [text.replace("\n", line_end).encode() for text in texts]
    slices[0] = mark + slices[0]
    spans, at = [], 0
    for one in slices:
        spans.append(Span(at, at + len(one)))
        at += len(one)
    return b"".join(slices), spans


def bodies_of(data: bytes) -> list[str]:
    """Return the blocks of a file, none of which has a blank line in it."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return [one.strip("\n") for one in text.split("\n\n") if one.strip("\n")]


def end_of(data: bytes) -> bytes:
    return data[len(data.rstrip(b"\r\n")) :]


@given(FILES, st.data())
def test_a_block_put_in_changes_no_other_byte_and_taken_out_leaves_the_first_ones(
    drawn: tuple[list[str], str, str, bytes], data: st.DataObject
) -> None:
    file, spans = file_of(drawn)
    n = data.draw(st.integers(0, len(spans)))
    at = spans[n].start if n < len(spans) else len(file)
    put = put_in("a", file, at, "あたらしい\n文\n")
    assert put.splice.before == b""
    after = performed({"a": file}, [put])["a"]
    assert bodies_of(after) == [*drawn[0][:n], "あたらしい\n文", *drawn[0][n:]]
    assert end_of(after) == end_of(file)
    assert (b"\r\n" in after) == (b"\r\n" in file) or b"\n" not in file
    assert performed({"a": after}, [put.reverse]) == {"a": file}


@given(FILES, st.data())
def test_a_block_taken_out_leaves_the_others(
    drawn: tuple[list[str], str, str, bytes], data: st.DataObject
) -> None:
    file, spans = file_of(drawn)
    n = data.draw(st.integers(0, len(spans) - 1))
    after = performed({"a": file}, [taken_out("a", file, spans[n])])["a"]
    assert bodies_of(after) == [*drawn[0][:n], *drawn[0][n + 1 :]]
    assert after.startswith(drawn[3])
    if len(spans) > 1:
        assert end_of(after) == end_of(file)


@given(FILES, FILES, st.data())
def test_a_block_moved_stands_where_it_was_put_parted_from_the_others(
    first: tuple[list[str], str, str, bytes],
    second: tuple[list[str], str, str, bytes],
    data: st.DataObject,
) -> None:
    files = {"a": file_of(first)[0], "b": file_of(second)[0]}
    blocks = {"a": file_of(first)[1], "b": file_of(second)[1]}
    wanted = {"a": list(first[0]), "b": list(second[0])}
    n = data.draw(st.integers(0, len(blocks["a"]) - 1))
    to = data.draw(st.sampled_from(["a", "b"]))
    m = data.draw(st.integers(0, len(blocks[to])))
    at = blocks[to][m].start if m < len(blocks[to]) else len(files[to])
    operations = moved(files, "a", blocks["a"][n], to, at)
    now = performed(files, operations)
    mine = wanted["a"].pop(n)
    wanted[to].insert(m - 1 if to == "a" and m > n else m, mine)
    assert {path: bodies_of(one) for path, one in now.items()} == wanted
    for path, before in files.items():
        assert end_of(now[path]) == end_of(before) or not bodies_of(now[path])
    back: list[Operation] = [one.reverse for one in reversed(operations)]
    assert performed(now, back) == files


def test_what_says_a_block_again_goes_with_it() -> None:
    blocks = [("text", Span(0, 3)), ("choice", Span(3, 5)), ("easy", Span(5, 9))]
    assert units(blocks) == [Span(0, 3), Span(3, 9)]
    assert units([("easy", Span(0, 2)), ("text", Span(2, 3))]) == [Span(0, 2), Span(2, 3)]


def test_blank_lines_at_the_end_say_nothing() -> None:
    assert says_the_same("あ\n\n".encode(), "あ\r\n".encode())
    assert not says_the_same("あ\n".encode(), "い\n".encode())
    assert not says_the_same(b"\x83\x65", b"\x83\x66")
