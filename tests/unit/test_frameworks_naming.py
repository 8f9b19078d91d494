"""An item under the city's name: everything else stays, and nothing becomes official."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frameworks import naming, queries
from app.frameworks.models import FrameworkItem, LabelSource

NAMES = st.text(
    st.sampled_from("デジタルー・行政推進リーダーのひとDXai9（）"), min_size=1, max_size=40
)
ITEMS = st.sampled_from(queries.framework("city-roles@1").items)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("デジタル行政推進リーダー", ("デジタル", "行政推進", "リーダー")),
        ("DX推進員", ("DX推進員",)),
        ("デジタル活用推進員", ("デジタル", "活用推進員")),
        ("DX推進スペシャリスト", ("DX", "推進", "スペシャリスト")),
        ("コミュニケーション推進員", ("コミュニケ", "ーション", "推進員")),
        ("部長級デジタルの長", ("部長級", "デジタル", "の長")),
    ],
)
def test_a_name_wraps_between_kinds_of_letters(name: str, pieces: tuple[str, ...]) -> None:
    assert naming.pieces(name) == pieces


@given(NAMES)
def test_the_pieces_together_are_the_name(name: str) -> None:
    found = naming.pieces(name)
    assert "".join(found) == name
    assert all(len(piece) <= 8 for piece in found)
    assert len(name) == 1 or all(len(piece) > 1 for piece in found)


@given(ITEMS, NAMES, st.none() | st.text("Ledr ", min_size=1))
def test_only_names_and_where_they_come_from_change(
    item: FrameworkItem, ja: str, en: str | None
) -> None:
    found = naming.called(item, ja, en)
    assert found.label.ja == ja
    assert found.published == item.published
    assert (found.ref, found.code, found.url, found.levels, found.group) == (
        item.ref,
        item.code,
        item.url,
        item.levels,
        item.group,
    )
    assert "".join(found.column) in {ja, "".join(item.column)}
    if ja != item.published.ja:
        assert (found.label_source, found.verified) == (LabelSource.CITY, False)
    if en:
        assert (found.english_source, found.english_verified) == (LabelSource.CITY, False)
    else:
        assert found.label.en == item.published.en


@given(ITEMS, NAMES)
def test_an_item_never_clashes_with_itself(item: FrameworkItem, ja: str) -> None:
    called = naming.called(item, ja, None)
    assert naming.clash(item.ref, [called], ja, None) == ""
    assert naming.clash("city-roles@1/other", [called], ja, None) == "ja"
    assert naming.clash("city-roles@1/other", [called], item.published.ja, None) == "ja"
