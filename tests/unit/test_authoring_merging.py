"""Two courses that became of one are put together, and nothing is lost on the way."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.authoring.merging.rules import ConflictKind, Merged, Side, cut, merged, rekeyed, settled
from app.catalog.sources.files import read_folder
from app.catalog.sources.read import read
from tests.conftest import COURSES
from tests.factories.catalog import AUTHOR, COMPLETION, COURSE, LESSON, course_files

NANI = "010-jibun/010-nani.md"
MATOME = "010-jibun/020-matome.md"

Files = dict[str, bytes]


def together(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    side: Side | None = None,
) -> Files:
    """Put courses together; where something is to be chosen, choose one side everywhere."""
    found = merged(base, theirs, ours)
    assert side is not None or not found.conflicts, found.conflicts
    return chosen(found, side or Side.OURS)


def chosen(found: Merged, side: Side) -> Files:
    sides = {one.id: side for one in found.conflicts}
    return dict(settled(found, sides, lambda key: f"{key}-x").files)


# -- courses of random blocks


def block(number: int, words: str, *, has_key: bool) -> str:
    if has_key:
        return f"::: choice #k{number}\n{words}\n\n- [x] a #a\n  > a\n- [ ] b #b\n  > b\n:::"
    return f"文{number}は{words}です。"


def lesson(blocks: list[str], line_end: str = "\n") -> bytes:
    text = "\n\n".join(['+++\ntitle = "題"\nminutes = 3\n+++', *blocks]) + "\n"
    return text.replace("\n", line_end).encode()


WORDS = st.text(st.sampled_from("あいうえお漢字"), min_size=1, max_size=5)


@st.composite
def one_lesson(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], set[int], str]:
    """Return the blocks of a lesson, of two that became of it, and which both changed."""
    keyed = draw(st.lists(st.booleans(), min_size=1, max_size=6))
    base = [block(n, "もと", has_key=key) for n, key in enumerate(keyed)]
    sides: list[list[str]] = []
    touched: list[set[int]] = []
    for side in ("甲", "乙"):
        mine = draw(st.sets(st.integers(0, len(base) - 1), max_size=len(base)))
        words = draw(WORDS)
        sides.append(
            [
                block(n, f"{side}{words}", has_key=key) if n in mine else base[n]
                for n, key in enumerate(keyed)
            ]
        )
        touched.append(mine)
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    return base, sides[0], sides[1], touched[0] & touched[1], line_end


@given(one_lesson())
def test_what_only_one_side_changed_is_taken_and_what_both_changed_is_asked(
    drawn: tuple[list[str], list[str], list[str], set[int], str],
) -> None:
    base, theirs, ours, both, line_end = drawn
    was, there, here = ({NANI: lesson(one, line_end)} for one in (base, theirs, ours))
    found = merged(was, there, here)
    assert len(found.conflicts) == len(both)
    for side, mine in ((Side.THEIRS, theirs), (Side.OURS, ours)):
        wanted = [
            mine[n] if n in both else (one if one != base[n] else other)
            for n, (one, other) in enumerate(zip(theirs, ours, strict=True))
        ]
        assert together(was, there, here, side)[NANI] == lesson(wanted, line_end)
    for conflict in found.conflicts:
        assert conflict.kind is ConflictKind.TEXT
        assert "甲" in conflict.theirs.decode()
        assert "乙" in conflict.ours.decode()


# -- courses that were changed in any way


@st.composite
def a_course(draw: st.DrawFn, before: Mapping[str, bytes]) -> Files:
    """Return what somebody may make of a course: blocks and files changed, moved, added, gone."""
    files = dict(before)
    for _ in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(sorted(path for path in files if files[path])))
        do = draw(st.sampled_from(["change", "drop", "swap", "add", "remove", "rename"]))
        data = files.pop(path)
        if do == "rename" and path.startswith("010-"):
            files[path.replace("0-", f"{draw(st.integers(1, 9))}-", 1)] = data
        elif do != "remove":
            units = [unit.data for unit in cut(path, data)]
            files[path] = changed(units, draw(st.integers(0, len(units) - 1)), do, draw(WORDS))
    return files


def changed(units: list[bytes], at: int, do: str, words: str) -> bytes:
    """Return a file of these units, of which one was changed."""
    if do == "change":
        units[at] = units[at].rstrip() + words.encode() + b"\n\n"
    elif do == "drop":
        del units[at]
    elif do == "swap":
        units.append(units.pop(at))
    else:
        units.insert(at, f"## {words}\n\n".encode())
    return b"".join(units)


BASE = {
    "completion.toml": COMPLETION.encode(),
    "assets/e.png": b"\x89PNG",
    "010-jibun/module.toml": b'title = "a"\n',
    NANI: lesson([block(n, "もと", has_key=n % 2 == 0) for n in range(4)]),
    MATOME: lesson([block(n, "もと", has_key=n % 2 == 0) for n in range(4, 6)]),
}
COURSE_PAIRS = st.tuples(a_course(BASE), a_course(BASE))


@settings(max_examples=40)
@given(a_course(BASE))
def test_whoever_changed_nothing_gets_what_the_other_has(now: Files) -> None:
    assert together(BASE, now, BASE) == now
    assert together(BASE, BASE, now) == now
    assert together(BASE, now, now) == now


@settings(max_examples=60)
@given(COURSE_PAIRS)
def test_nothing_that_either_wrote_is_lost_without_being_asked(pair: tuple[Files, Files]) -> None:
    theirs, ours = pair
    found = merged(BASE, theirs, ours)
    shown = [text for one in found.conflicts for text in (one.theirs, one.ours)]
    results = [chosen(found, side) for side in Side]
    old = {unit.body for path, data in BASE.items() for unit in cut(path, data)}
    for files in pair:
        for path, data in files.items():
            for unit in cut(path, data):
                if unit.body in old or not unit.body.strip():
                    continue
                is_there = all(
                    any(unit.body in one for one in result.values()) for result in results
                )
                assert is_there or any(unit.body in text for text in shown), unit


@settings(max_examples=40)
@given(COURSE_PAIRS)
def test_the_sides_may_be_exchanged(pair: tuple[Files, Files]) -> None:
    theirs, ours = pair
    one, other = merged(BASE, theirs, ours), merged(BASE, ours, theirs)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.conflicts:  # what both put at one place may stand in either order, further apart
        assert in_any_order(chosen(one, Side.OURS)) == in_any_order(chosen(other, Side.OURS))


def in_any_order(files: Files) -> dict[str, list[bytes]]:
    return {path: sorted(filter(None, data.split(b"\n"))) for path, data in files.items()}


@pytest.mark.parametrize("slug", ["kojin-joho", "kinpaku"])
def test_a_real_course_cut_into_units_is_the_same_course(slug: str) -> None:
    for path, data in read_folder(COURSES / slug).files:
        assert b"".join(unit.data for unit in cut(path, data)) == data


# -- what is moved, renamed, removed


MOVED = LESSON.replace("ゆっくりでいいのです。", "ゆっくりでいい。")
PARTS = [unit.data.decode() for unit in cut(NANI, LESSON.encode())]
ORDER = next(part for part in PARTS if "#junban" in part)


def courses(theirs: Files, ours: Files) -> tuple[Files, Files, Files]:
    return course_files(), course_files(**theirs), course_files(**ours)


def test_a_question_that_one_moved_to_another_lesson_is_changed_there() -> None:
    away = LESSON.replace(ORDER, "").encode()
    there = course_files()[MATOME] + b"\n" + ORDER.encode()
    here = LESSON.replace("さいごに{話", "おわりに{話").encode()
    files = courses({NANI: away, MATOME: there}, {NANI: here})
    for pair in (files, (files[0], files[2], files[1])):
        result = together(*pair)
        assert result[NANI] == away
        assert "おわりに{話".encode() in result[MATOME]


def test_a_question_moved_to_two_places_is_at_the_one_that_is_chosen() -> None:
    away = LESSON.replace(ORDER, "").encode()
    there = course_files()[MATOME] + b"\n" + ORDER.encode()
    up = LESSON.replace(ORDER, "").replace("## はじめに\n\n", f"## はじめに\n\n{ORDER}").encode()
    files = courses({NANI: away, MATOME: there}, {NANI: up})
    (conflict,) = merged(*files).conflicts
    assert conflict.kind is ConflictKind.PLACE
    for side, path in ((Side.THEIRS, MATOME), (Side.OURS, NANI)):
        result = together(*files, side)
        assert [p for p, data in result.items() if b"#junban" in data] == [path]


def test_a_lesson_that_one_moved_and_the_other_mended_is_both() -> None:
    theirs = {NANI: None, "010-jibun/030-nani.md": LESSON.encode()}
    files = (course_files(), course_files(**theirs), course_files(lesson=MOVED))
    assert together(*files)["010-jibun/030-nani.md"] == MOVED.encode()
    module = {
        path.replace("010-jibun/", "020-jibun/"): data for path, data in course_files().items()
    }
    ours = course_files(**{"010-jibun/030-atarashii.md": LESSON.replace("#", "#x-")})
    assert "020-jibun/030-atarashii.md" in together(course_files(), module, ours)


@pytest.mark.parametrize("is_theirs", [True, False])
def test_a_lesson_that_one_removed_and_the_other_mended_is_asked(*, is_theirs: bool) -> None:
    gone, mended = course_files(**{NANI: None}), course_files(lesson=MOVED)
    pair = (gone, mended) if is_theirs else (mended, gone)
    (conflict,) = merged(course_files(), *pair).conflicts
    kinds = (ConflictKind.REMOVED_THERE, ConflictKind.REMOVED_HERE)
    assert conflict.kind is (kinds[0] if is_theirs else kinds[1])
    for side in (Side.THEIRS, Side.OURS):
        is_kept = (side is Side.OURS) == is_theirs
        assert (NANI in together(course_files(), *pair, side)) == is_kept


def test_new_lessons_of_both_get_numbers_of_their_own() -> None:
    there, here = (
        course_files(**{f"010-jibun/030-{key}.md": LESSON.replace("#", f"#{key}-")})
        for key in ("kare", "watashi")
    )
    result = together(course_files(), there, here)
    assert {"010-jibun/030-kare.md", "010-jibun/031-watashi.md"} < result.keys()
    assert read("tameshi", result).faults == read("tameshi", here).faults


def test_words_and_aims_of_both_stand_in_their_tables() -> None:
    words = '[words]\n"市場" = "いち|ば"\n'
    here = '[words]\n"一日" = "ついたち"\n\n[confirmed]\nnani = ["{方|かた}"]\n'
    files = courses({"readings.toml": words.encode()}, {"readings.toml": here.encode()})
    for pair in (files, (files[0], files[2], files[1])):
        found = read("tameshi", together(*pair))
        assert {word for word, _kana in found.readings.words} == {"市場", "一日"}
        assert found.readings.confirmed
    lines = (COMPLETION.replace("0.5", "0.6"), COMPLETION.replace('"all"', '["nani"]'))
    result = together(*courses(*({"completion.toml": one.encode()} for one in lines)))
    text = result["completion.toml"].decode()
    assert text.startswith('lessons = ["nani"]\npassing_score = 0.6\n')
    other = COURSE.replace('["寺子屋"]', '["寺子屋", "わたし"]')
    result = together(
        *courses({"course.toml": (COURSE + AUTHOR).encode()}, {"course.toml": other.encode()})
    )
    assert result["course.toml"].decode() == other + AUTHOR


def test_a_key_that_both_gave_to_new_lessons_becomes_another_one_here() -> None:
    path = "010-jibun/030-lesson-1.md"
    there = course_files(**{path: '+++\ntitle = "一"\nminutes = 1\n+++\n\nむこう。\n'})
    here = course_files(
        **{path: '+++\ntitle = "二"\nminutes = 1\n+++\n\nここ。\n'},
        completion=COMPLETION.replace('"all"', '["nani", "lesson-1"]'),
    )
    files, keys = rekeyed(course_files(), there, here, lambda key: f"{key}-x")
    assert keys == {"lesson-1": "lesson-1-x"}
    assert b'["nani", "lesson-1-x"]' in files["completion.toml"]
    result = together(course_files(), there, files)
    assert {path, "010-jibun/031-lesson-1-x.md"} < result.keys()
    assert rekeyed({}, there, here, str)[1] == {}


def test_a_question_that_is_to_be_both_has_two_keys() -> None:
    there, here = (LESSON.replace("{正|ただ}しい", word) for word in ("よい", "いい"))
    files = courses({NANI: there.encode()}, {NANI: here.encode()})
    result = together(*files, Side.BOTH)
    found = read("tameshi", result)
    keys = [block.key for block in found.lessons[0].blocks if block.key]
    assert len(keys) == len({*keys})
    assert {"junban", "junban-x"} < {*keys}
