"""A data file that breaks the format is refused, and the message names the place."""

import copy
from typing import Any

import pytest

from app.frameworks import source
from app.frameworks.errors import FaultyFrameworkError

WORDS = {"text": "AI", "source": "official", "verified": False}
GOOD: dict[str, Any] = {
    "id": "x",
    "version": "1",
    "title": {"ja": "例", "en": "Example"},
    "publisher": {"ja": "市", "en": "City"},
    "source": "資料",
    "source_url": "https://example.jp/",
    "license_note": "名前だけ",
    "level_note": "",
    "levels": [{"number": 1, "ja": "知っている", "en": "Knows"}],
    "groups": [{"key": "g", "ja": "組", "en": "Group", "field": "ai"}],
    "parts": [{"key": "p", "group": "g", "ja": "小さな組", "en": "Part"}],
    "items": [{"code": "A1", "group": "g", "ja": WORDS, "en": WORDS, "column": "A|I"}],
    "types": [{"key": "t", "ja": WORDS, "en": WORDS}],
    "roles": [{"code": "r", "type": "t", "ja": WORDS, "en": WORDS}],
}
OTHER = {"key": "h", "ja": "別の組", "en": "Other", "field": "ai"}


def test_a_good_file_becomes_a_framework() -> None:
    framework = source.build(GOOD, ref="x@1")
    assert framework.items[0].ref == "x@1/A1"
    assert framework.items[0].column == ("A", "I")
    assert framework.items_of(framework.groups[0]) == framework.items
    assert framework.top == 1
    assert framework.parts_of(framework.groups[0]) == ((None, framework.items),)
    assert [role.anchor for role in framework.types[0].roles] == ["role-r"]
    assert not framework.is_renamable


def test_types_roles_and_parts_may_be_left_out() -> None:
    data = {key: value for key, value in GOOD.items() if key not in {"parts", "types", "roles"}}
    framework = source.build(data, ref="x@1")
    assert (framework.parts, framework.types) == ((), ())


def test_two_versions_on_file_are_told_apart_by_their_names() -> None:
    alone = source.build(GOOD, ref="x@1")
    older = source.build(GOOD, ref="x@1", has_siblings=True)
    newer = source.build(GOOD | {"version": "2.0"}, ref="x@2.0", has_siblings=True)
    assert alone.name == alone.title
    assert (older.name.ja, newer.name.ja) == ("例 1", "例 2.0")
    assert newer.name.en == "Example 2.0"
    assert older.items[0].ref != newer.items[0].ref


def _change(path: str, value: object) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("version", "2", "name must be its id and version"),
        ("levels", [{"number": 2, "ja": "あ", "en": "a"}], "numbered 1, 2, 3"),
        ("groups.0.field", "red", "field color"),
        ("items.0.code", "A 1", "x@1/A 1: a code is"),
        ("items.0.group", "h", "x@1/A1: no such group"),
        ("items.0.ja", WORDS | {"text": ""}, "x@1/A1: a label is empty"),
        ("items.0.en", WORDS | {"source": "guess"}, "official or working"),
        ("items.0.ja", WORDS | {"source": "city"}, "official or working"),
        ("items.0.en", WORDS | {"source": "working", "verified": True}, "only an official"),
        ("items.0.part", "q", "x@1/A1: no such part"),
        ("parts.0.group", "h", "part p is of no known group"),
        ("items", GOOD["items"] * 2, "same code"),
        ("roles.0.code", "A1", "same code"),
        ("roles.0.code", "a b", "x@1/a b: a code is"),
        ("roles.0.type", "u", "x@1/r: no such type"),
        ("roles.0.ja", WORDS | {"text": ""}, "x@1/r: a label is empty"),
        ("types.0.en", WORDS | {"source": "guess"}, "x@1/t: source must be"),
        ("title", {"ja": "例"}, "x@1: 'en' is missing"),
    ],
)
def test_a_fault_is_told_with_its_place(path: str, value: object, told: str) -> None:
    with pytest.raises(FaultyFrameworkError, match=told):
        source.build(_change(path, value), ref="x@1")


def test_a_part_holds_items_of_its_own_group_only() -> None:
    data = _change("items.0.part", "p")
    data["groups"].append(OTHER)
    assert source.build(data, ref="x@1").items[0].part is not None
    data["items"][0]["group"] = "h"
    with pytest.raises(FaultyFrameworkError, match="no such part of its group"):
        source.build(data, ref="x@1")
