"""The chain of the audit log."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.audit.rules import BEGINNING, Entry, digest, first_break

IDS = st.none() | st.uuids()
ACTS = st.tuples(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(["account.disabled", "roster.applied", "people.listed"]),
    IDS,
    IDS,
    IDS,
    st.dictionaries(st.text(max_size=5), st.integers(0, 9) | st.text(max_size=5), max_size=3),
)


Act = tuple[
    datetime, str, uuid.UUID | None, uuid.UUID | None, uuid.UUID | None, dict[str, int | str]
]


def chained(acts: list[Act]) -> list[tuple[Entry, str]]:
    chain: list[tuple[Entry, str]] = []
    previous = BEGINNING
    for number, act in enumerate(acts, start=1):
        entry = Entry(number, *act)
        previous = digest(entry, previous)
        chain.append((entry, previous))
    return chain


@given(st.lists(ACTS, max_size=8))
def test_a_chain_that_nobody_touched_is_whole(acts: list[Act]) -> None:
    assert first_break(chained(acts)) is None


@given(st.lists(ACTS, min_size=2, max_size=8), st.data())
def test_a_changed_entry_is_found_where_it_stands(acts: list[Act], data: st.DataObject) -> None:
    chain = chained(acts)
    at = data.draw(st.integers(0, len(chain) - 1))
    entry, sealed = chain[at]
    chain[at] = (replace(entry, action=entry.action + "x"), sealed)
    assert first_break(chain) == at + 1


@given(st.lists(ACTS, min_size=3, max_size=8), st.data())
def test_an_entry_taken_out_of_the_middle_is_missed(acts: list[Act], data: st.DataObject) -> None:
    chain = chained(acts)
    at = data.draw(st.integers(0, len(chain) - 2))
    del chain[at]
    assert first_break(chain) == at + 1
