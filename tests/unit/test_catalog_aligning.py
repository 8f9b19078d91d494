"""Objectives are aligned and questions ask for them, and no other character changes."""

import difflib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.checks.settling import Settled, settled
from app.catalog.sources.aligning import asking_for, with_alignment, without_alignment
from app.frameworks.queries import find_item, likely_items, search_items
from tests.conftest import COURSES

KOJIN = (COURSES / "kojin-joho" / "objectives.toml").read_text(encoding="utf-8")
KEYS = ("mitsukeru", "aikotoba", "kotowaru", "sodan")
REFS = ("digcomp@3.0/1.1", "digcomp@3.0/4.2", "digcomp@3.0/2.5", "dss-l@1.2/T5")


def aligned(text: str, key: str) -> dict[str, int]:
    found = next(one for one in tomllib.loads(text)["objectives"] if one["key"] == key)
    return {one["item"]: one["level"] for one in found.get("alignments", [])}


def changed_lines(old: str, new: str) -> int:
    diff = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    return sum(line.startswith("+ ") for line in diff)


@given(st.sampled_from(KEYS), st.sampled_from(REFS), st.integers(1, 4))
def test_an_alignment_comes_and_goes_and_the_rest_stays(key: str, ref: str, level: int) -> None:
    more = with_alignment(KOJIN, key, ref, level)
    assert aligned(more, key) == aligned(KOJIN, key) | {ref: level}
    assert changed_lines(KOJIN, more) <= 1
    for other in set(KEYS) - {key}:
        assert aligned(more, other) == aligned(KOJIN, other)
    less = without_alignment(more, key, ref)
    assert ref not in aligned(less, key)
    if ref not in aligned(KOJIN, key):
        assert aligned(less, key) == aligned(KOJIN, key)


def test_an_objective_without_alignments_gets_its_first() -> None:
    text = '[[objectives]]\nkey = "a"\ncan_do = "b"  # c\n'
    more = with_alignment(text, "a", REFS[0], 2)
    assert aligned(more, "a") == {REFS[0]: 2}
    assert more.startswith(text)
    with pytest.raises(KeyError):
        with_alignment(text, "nai", REFS[0], 2)


@pytest.mark.parametrize(
    ("line", "to", "after"),
    [
        ("::: choice #doko objective=a", "b", "::: choice #doko objective=b"),
        ("::: choice #doko", "b", "::: choice #doko objective=b"),
        ("::: choice #doko attempts=3", "b", "::: choice #doko objective=b attempts=3"),
        ("::: choice #doko objective=a shuffle=yes", "", "::: choice #doko shuffle=yes"),
        ('::: choice #doko objective="a"\r', "b", "::: choice #doko objective=b\r"),
    ],
)
def test_a_question_asks_for_another_objective(line: str, to: str, after: str) -> None:
    rest = "\nどれ？ objective=x\n:::\n"
    assert asking_for(line + rest, to) == after + rest


def test_items_are_found_by_words_and_codes_whatever_their_width_and_case() -> None:
    assert {item.code for item in search_items("ｔ５")} >= {"T5"}
    assert search_items("T5")[0].code == "T5"
    (first, *_) = search_items("DIGCOMP 4.2")
    assert first.ref == "digcomp@3.0/4.2"
    assert search_items("") == ()
    assert search_items("そんな言葉はない") == ()
    label = find_item("digcomp@3.0/4.2")
    assert label is not None
    assert label in search_items(label.label.ja)


def test_items_that_share_telling_words_with_a_sentence_are_proposed() -> None:
    label = find_item("digcomp@3.0/4.2")
    assert label is not None
    assert label in likely_items(f"{label.label.ja}ことができる")
    assert likely_items("できる") == ()


# -- readings.toml

words = st.sampled_from(["方", "人気", "一日", "行っ"])
told = st.builds(Settled, st.sampled_from(["", "nani"]), words, st.just("かた"), st.just("かた"))
TOML = '# ことば\n[words]\n"犀川" = "さい|がわ"\n\n[lessons.nani.words]\n"門" = "もん"\n'


@given(st.lists(told), st.lists(st.tuples(st.sampled_from(["", "nani"]), words)))
def test_what_is_settled_twice_is_settled_once_and_the_rest_stays(
    confirmed: list[Settled], others: list[tuple[str, str]]
) -> None:
    wanted = [*confirmed, *(Settled(where, word, "かた", "ほう") for where, word in others)]
    once = settled(TOML, wanted)
    assert settled(once, wanted) == once
    data = tomllib.loads(once)
    assert data["words"]["犀川"] == "さい|がわ"
    assert data["lessons"]["nani"]["words"]["門"] == "もん"
    for where, word in others:
        table = data["lessons"][where]["words"] if where else data["words"]
        assert table[word] == "ほう"
    for one in confirmed:
        assert f"{{{one.surface}|かた}}" in data["confirmed"][one.where or "course"]
    assert once.startswith("# ことば\n[words]\n")
