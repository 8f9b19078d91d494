"""Changes of several files: what they do, where a slice is found then, how they are undone."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.models import DraftOperation
from app.authoring.rules import (
    Added,
    Edited,
    Moved,
    Operation,
    Place,
    Removed,
    Renamed,
    Span,
    Splice,
    Step,
    difference,
    earlier,
    file_then,
    folded,
    followed,
    marked,
    performed,
    taken_back,
)

Files = dict[str, bytes]

WRITER = uuid.uuid4()

PATHS = ("a", "b", "c", "d")
SLICES = st.binary(max_size=6)
FILES = st.dictionaries(st.sampled_from(PATHS[:3]), st.binary(max_size=12), min_size=1)


@st.composite
def operations_on(draw: st.DrawFn, files: Files) -> Operation:
    """Draw something that can be done with some files."""
    path = draw(st.sampled_from(sorted(files))) if files else ""
    free = [one for one in PATHS if one not in files]
    ways = [*(["edit", "remove"] if files else []), *(["add"] if free else [])]
    ways += ["rename"] if files and free else []
    way = draw(st.sampled_from([*ways, *(["move"] if files.get(path) else [])]))
    if way == "add":
        return Added(draw(st.sampled_from(free)), draw(SLICES))
    if way == "remove":
        return Removed(path, files[path])
    if way == "rename":
        return Renamed(path, draw(st.sampled_from(free)))
    least = 1 if way == "move" else 0
    start = draw(st.integers(0, len(files[path]) - least))
    data = files[path][start : draw(st.integers(start + least, len(files[path])))]
    if way == "edit":
        return Edited(path, Splice(start, data, draw(SLICES.filter(lambda new: new != data))))
    room = {to: len(files[to]) - (len(data) if to == path else 0) for to in files}
    ends = [
        (to, at) for to in sorted(room) for at in range(room[to] + 1) if (to, at) != (path, start)
    ]
    to, at = draw(st.sampled_from(ends)) if ends else (None, 0)
    if to is None:
        return Removed(path, files[path])
    return Moved(path, start, data, to, at)


@st.composite
def changes_of(draw: st.DrawFn, files: Files, *, most: int = 5) -> list[list[Operation]]:
    """Draw some changes, one after the other, each of some operations."""
    changes = []
    for _ in range(draw(st.integers(1, most))):
        change: list[Operation] = []
        for _ in range(draw(st.integers(1, 3))):
            change.append(draw(operations_on(files)))
            files = performed(files, change[-1:])
        changes.append(change)
    return changes


@given(FILES, st.data())
def test_an_operation_and_its_reverse_leave_every_byte_as_it_was(
    files: Files, data: st.DataObject
) -> None:
    operations = [one for change in data.draw(changes_of(files)) for one in change]
    after = performed(files, operations)
    assert earlier(after, operations) == files
    for path in files:
        assert file_then(after, path, operations) == files[path]
    for operation in operations:
        assert DraftOperation.of(operation).operation == operation


@given(FILES, st.data())
def test_whatever_was_done_and_undone_undoing_all_gives_the_first_bytes(
    files: Files, data: st.DataObject
) -> None:
    now, history, undoing = files, list[list[Operation]](), list[int]()
    for change in data.draw(changes_of(files)):
        now = performed(now, change)
        undoing.append(len(history))
        history.append(change)
    for n in reversed(undoing):
        back = taken_back(now, history[n], [one for later in history[n + 1 :] for one in later])
        assert back is not None, "what stands on top can always be taken back"
        now = performed(now, back)
        history.append(list(back))
    assert now == files


@given(FILES, st.data())
def test_what_cannot_be_undone_changes_nothing_and_what_can_stays_possible(
    files: Files, data: st.DataObject
) -> None:
    history = data.draw(changes_of(files, most=4))
    now = performed(files, [one for change in history for one in change])
    for n in data.draw(st.lists(st.integers(0, len(history) - 1), max_size=4)):
        since = [one for later in history[n + 1 :] for one in later]
        back = taken_back(now, history[n], since)
        if back is not None:
            now = performed(now, back)
            history.append(list(back))
    assert earlier(now, [one for change in history for one in change]) == files


def test_a_change_elsewhere_does_not_stand_in_the_way_of_an_undo() -> None:
    files = {"a": b"one two three"}
    first = [Edited("a", Splice(4, b"two ", b""))]
    second: list[Operation] = [Edited("a", Splice(0, b"one", b"ONE")), Renamed("a", "b")]
    now = performed(files, [*first, *second])
    back = taken_back(now, first, second)
    assert back == (Edited("b", Splice(4, b"", b"two ")),)
    assert taken_back(performed(now, back), first, [*second, *back]) is None, "once is enough"


def test_a_new_block_where_one_was_deleted_does_not_stand_in_the_way_either() -> None:
    deleted, added = Edited("a", Splice(1, b"b", b"")), Edited("a", Splice(1, b"", b"X"))
    now = performed({"a": b"abc"}, [deleted, added])
    back = taken_back(now, [deleted], [added])
    assert back is not None
    assert performed(now, back) == {"a": b"abXc"}


def test_a_slice_is_followed_into_another_file_and_through_another_name() -> None:
    files = {"a": b"012345", "b": b"xyz"}
    since: list[Operation] = [
        Edited("a", Splice(0, b"", b"--")),
        Moved("a", 4, b"234", "b", 1),
        Renamed("b", "c"),
        Edited("c", Splice(0, b"x", b"")),
    ]
    found = followed(Place("a", Span(3, 4)), since)
    assert found == Place("c", Span(1, 2))
    assert found.span.of(performed(files, since)["c"]) == b"3"
    assert file_then(performed(files, since), "a", since) == b"012345"


@given(FILES, st.data())
def test_a_slice_that_only_moved_is_found_with_its_bytes(
    files: Files, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted(files)))
    start = data.draw(st.integers(0, len(files[path])))
    mine = files[path][start : start + 3]
    place: Place | None = Place(path, Span(start, start + len(mine)))
    now = files
    for _ in range(data.draw(st.integers(1, 4))):
        assert place is not None
        room = {to: len(now[to]) - (len(mine) if to == place.path else 0) for to in now}
        to = data.draw(st.sampled_from(sorted(room)))
        at = data.draw(st.integers(0, room[to]))
        moved = Moved(place.path, place.span.start, mine, to, at)
        now, place = performed(now, [moved]), followed(place, [moved])
    assert place is not None
    assert not mine or place.span.of(now[place.path]) == mine


def test_a_removed_file_is_gone_until_it_comes_back() -> None:
    place, removed = Place("a", Span(1, 2)), Removed("a", b"abc")
    other: list[Operation] = [Renamed("b", "a"), Edited("a", Splice(0, b"", b"zz"))]
    assert followed(place, [removed]) is None
    assert followed(place, [removed, *other]) is None
    back: list[Operation] = [Renamed("a", "b"), Added("a", b"abc")]
    assert followed(place, [removed, *other, *back]) == place


@given(FILES, FILES)
def test_the_difference_makes_the_wanted_files_of_the_present_ones(
    files: Files, wanted: Files
) -> None:
    assert performed(files, difference(files, wanted)) == wanted
    assert difference(files, files) == ()


def test_the_difference_of_two_texts_is_that_of_their_lines() -> None:
    assert difference({"a": b"1\n2\n3\n"}, {"b": b"1\n2\n3\n"}) == (Renamed("a", "b"),)
    assert difference({"a": b"1\n2\n3\n"}, {"a": b"1\nzwei\n3\n"}) == (
        Edited("a", Splice(2, b"2\n", b"zwei\n")),
    )
    assert difference({"a": b"\x89\n1"}, {"a": b"\x89\n2"}) == (
        Edited("a", Splice(0, b"\x89\n1", b"\x89\n2")),
    )


@pytest.mark.parametrize(
    "operation",
    [
        Added("a", b""),
        Removed("b", b""),
        Removed("a", b"no"),
        Renamed("a", "a"),
        Renamed("b", "c"),
    ],
)
def test_what_was_made_of_other_files_is_refused(operation: Operation) -> None:
    with pytest.raises(ValueError, match="is "):
        performed({"a": b"yes"}, [operation])


# -- shown


TEXTS = st.text(st.sampled_from("あア亜a1 。\n"), max_size=20)


@given(TEXTS, TEXTS)
def test_the_pieces_joined_are_the_texts(before: str, after: str) -> None:
    left, right = marked(before, after)
    if not any(piece.is_left_out for piece in (*left, *right)):
        assert "".join(piece.text for piece in left) == before
        assert "".join(piece.text for piece in right) == after
    assert any(piece.is_changed for piece in (*left, *right)) == (before != after)


def test_the_words_that_changed_are_marked_and_far_lines_left_out() -> None:
    before = "一行目\n二行目\n三行目\n学校の名前を教えます。\n"
    after = before.replace("教えます", "教えません")
    left, right = marked(before, after)
    assert [piece.text for piece in left if piece.is_changed] == ["す"]
    assert [piece.text for piece in right if piece.is_changed] == ["せん"]
    assert left[0].is_left_out
    assert left[1].text == "三行目\n"
    assert marked("", "あたらしい") == ((), (right[0].__class__("あたらしい", is_changed=True),))


# -- saves of one block in a row


def a_step(
    number: int,
    operation: Edited,
    *,
    by: uuid.UUID = WRITER,
    minutes: int = 0,
    is_edit: bool = True,
) -> Step:
    at = datetime(2026, 11, 29, 9, minutes, tzinfo=UTC)
    return Step(number, by, at, is_edit, [operation])


def test_saves_of_one_block_by_one_person_are_one_line_until_they_pause() -> None:
    saves = [Edited("a.md", Splice(3, b"x" * n, b"x" * (n + 1))) for n in range(4)]
    row = [a_step(n + 1, one, minutes=2 * n) for n, one in enumerate(saves)]
    assert folded(row) == [(1, 2, 3, 4)]
    for other in (
        a_step(3, saves[2], by=uuid.uuid4()),
        a_step(3, saves[2], minutes=30),
        a_step(3, saves[2], is_edit=False),
        a_step(3, Edited("b.md", saves[2].splice)),
        a_step(3, Edited("a.md", Splice(0, b"x", b"y"))),
    ):
        assert folded([*row[:2], other]) == [(1, 2), (3,)]
    assert folded([]) == []
