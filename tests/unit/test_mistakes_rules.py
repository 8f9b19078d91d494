"""Where a mistake is, as an address and a form write it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mistakes.rules import LONGEST_EXCERPT, Spot, excerpt

keys = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
numbers = st.integers(1, 999)
spots = st.one_of(
    st.just(Spot()),
    st.builds(Spot, keys),
    st.builds(Spot, keys, numbers),
    st.builds(Spot, keys, numbers, numbers),
    st.builds(Spot, keys, numbers, st.none(), keys),
)


@given(spots)
def test_what_is_written_is_read(spot: Spot) -> None:
    assert Spot.read(str(spot)) == spot


@given(st.text(max_size=30))
def test_nonsense_is_refused_or_a_spot(text: str) -> None:
    try:
        spot = Spot.read(text)
    except ValueError:
        return
    assert str(spot) == text


@pytest.mark.parametrize(
    "text", ["/", "a//b1", "a/0", "a/1/b0", "a/1/", "A", "a/1/b1/b2", "a/1\n"]
)
def test_it_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        Spot.read(text)


@given(st.text(max_size=200))
def test_an_excerpt_is_one_short_line_of_the_beginning(text: str) -> None:
    found = excerpt(text)
    assert len(found) <= LONGEST_EXCERPT
    assert found.splitlines() in ([], [found])
    assert " ".join(text.split()).startswith(found.removesuffix("…"))
