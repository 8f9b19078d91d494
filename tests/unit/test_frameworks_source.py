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
    "items": [{"code": "A1", "group": "g", "ja": WORDS, "en": WORDS, "column": "A|I"}],
}


def test_a_good_file_becomes_a_framework() -> None:
    framework = source.build(GOOD, ref="x@1")
    assert framework.items[0].ref == "x@1/A1"
    assert framework.items[0].column == ("A", "I")
    assert framework.items_of(framework.groups[0]) == framework.items
    assert framework.top == 1


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
        ("items", GOOD["items"] * 2, "same code"),
        ("title", {"ja": "例"}, "x@1: 'en' is missing"),
    ],
)
def test_a_fault_is_told_with_its_place(path: str, value: object, told: str) -> None:
    with pytest.raises(FaultyFrameworkError, match=told):
        source.build(_change(path, value), ref="x@1")
