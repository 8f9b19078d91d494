"""Lists, links, tables and texts of the team's room, by their properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workroom import rules
from app.workroom.rules import Step

TEXTS = st.text(max_size=40)
SETS = st.frozensets(st.integers(0, 9))


@given(st.lists(TEXTS, max_size=6))
def test_a_list_has_no_empty_things_and_no_twins(lines: list[str]) -> None:
    found = rules.lines_of("\n".join(lines))
    assert len(found) == len(set(found))
    assert all(one == " ".join(one.split()) and one for one in found)


@given(st.lists(TEXTS, unique=True, max_size=5), st.lists(TEXTS, unique=True, max_size=5))
def test_what_stays_in_a_list_is_the_old_thing(old: list[str], new: list[str]) -> None:
    found = rules.matched(old, new)
    assert [one.text for one in found] == new
    for one in found:
        assert (one.place is None) == (one.text not in old)
        assert one.place is None or old[one.place] == one.text


@given(st.permutations(range(5)), st.integers(0, 4), st.sampled_from(Step))
def test_a_step_moves_one_card_by_one_place(order: list[int], one: int, step: Step) -> None:
    found = rules.stepped(order, one, step)
    assert sorted(found) == sorted(order)
    wanted = order.index(one) + (1 if step is Step.DOWN else -1)
    assert found.index(one) == min(max(wanted, 0), 4)


@given(SETS, SETS, SETS)
def test_nobody_takes_off_whom_they_were_not_shown(
    old: frozenset[int], offered: frozenset[int], chosen: frozenset[int]
) -> None:
    found = rules.kept_people(old, offered, chosen)
    assert found - offered == old - offered
    assert found & offered == chosen & offered


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://chizu.example.jp/yuki?a=1", True),
        ("https://例え.jp/", True),
        ("http://chizu.example.jp/", False),
        ("https://chizu", False),
        ("https://me:pw@chizu.example.jp/", False),
        ("https://chizu.example.jp/a b", False),
        ("https://a.example.jp\\@b.example.jp/", False),
        ("https://[::1", False),
        ("https://a.example.jp:99999/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_link_is_read_over_a_closed_line(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert rules.is_link(text) is is_one


@given(st.text(max_size=60))
def test_no_text_breaks_the_check_of_a_link(text: str) -> None:
    assert rules.is_link(f"https://{text}") in {True, False}


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        ("道,長さ\n坂,1\n".encode(), True),
        ("道,長さ\r\n坂,1\r\n".encode("utf-8-sig"), True),
        ("道,長さ\n坂,1\n".encode("cp932"), True),
        ("ただの文です。".encode(), False),
        (b"a,b\x00c", False),
        (b"\x81\xff\xfe,", False),
        (b"", False),
    ],
)
def test_a_table_is_lines_of_text(data: bytes, is_one: bool) -> None:  # noqa: FBT001
    assert rules.is_table(data) is is_one


@given(st.text(alphabet="あ・- \n", max_size=30))
def test_a_text_keeps_all_its_words_in_its_blocks(text: str) -> None:
    found = rules.blocks_of(text)
    assert all(one.lines and all(one.lines) for one in found)
    kept = "".join(line for one in found for line in one.lines)
    assert kept.count("あ") == text.count("あ")


def test_a_text_has_paragraphs_and_lists() -> None:
    found = rules.blocks_of("はじめに\nつづき\n・坂\n・橋\n\n- 川\nおわり")
    assert [(one.is_list, one.lines) for one in found] == [
        (False, ("はじめに", "つづき")),
        (True, ("坂", "橋")),
        (True, ("川",)),
        (False, ("おわり",)),
    ]


@given(st.integers(0, rules.LARGEST_PROJECT * 2), st.integers(0, rules.LARGEST_PROJECT))
def test_a_project_never_has_more_than_its_room(used: int, size: int) -> None:
    assert rules.has_room(used, size) == (used + size <= rules.LARGEST_PROJECT)
