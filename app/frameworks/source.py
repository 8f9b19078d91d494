"""How a data file becomes a framework, and how refs are spelled. Pure."""

import re
from typing import TYPE_CHECKING, Any

from app.frameworks.errors import FaultyFrameworkError
from app.frameworks.models import Framework, FrameworkItem, Group, Label, LabelSource, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

REF = re.compile(r"[a-z][a-z0-9-]*@[0-9][0-9a-z.]*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
FIELDS = frozenset({"enji", "ai", "oudo", "kusa", "murasaki"})

Table = dict[str, Any]


def split_ref(item_ref: str) -> tuple[str, str] | None:
    """Split ``dss-l@1.2/T5`` into framework ref and code; None if it is spelled otherwise."""
    framework_ref, slash, code = item_ref.partition("/")
    if not slash or not REF.fullmatch(framework_ref) or not CODE.fullmatch(code):
        return None
    return framework_ref, code


def item_url(framework_ref: str, code: str) -> str:
    """Return the address of an item on this site, without scheme and host."""
    return f"/frameworks/{framework_ref}#{code}"


def build(data: "Mapping[str, Any]", *, ref: str) -> Framework:
    """Build a framework from its parsed file.

    Args:
        data: The TOML document.
        ref: The file's name without ``.toml``; the document must say the same.

    Raises:
        FaultyFrameworkError: With the file and the first place that breaks a rule.
    """
    try:
        return _build(data, ref)
    except KeyError as fault:
        raise FaultyFrameworkError(f"{ref}: {fault} is missing") from fault


def _build(data: "Mapping[str, Any]", ref: str) -> Framework:
    if not REF.fullmatch(ref) or ref != f"{data['id']}@{data['version']}":
        raise FaultyFrameworkError(f"{ref}: the file's name must be its id and version")
    levels = tuple(Level(level["number"], _label(level)) for level in data["levels"])
    if [level.number for level in levels] != list(range(1, len(levels) + 1)):
        raise FaultyFrameworkError(f"{ref}: levels must be numbered 1, 2, 3 …")
    groups = {group["key"]: _group(group, ref) for group in data["groups"]}
    items = tuple(_item(item, ref, groups, levels) for item in data["items"])
    if len({item.code for item in items}) != len(items):
        raise FaultyFrameworkError(f"{ref}: two items have the same code")
    return Framework(
        ref=ref,
        id=data["id"],
        version=data["version"],
        title=_label(data["title"]),
        publisher=_label(data["publisher"]),
        source=data["source"],
        source_url=data["source_url"],
        license_note=data["license_note"],
        level_note=data["level_note"],
        levels=levels,
        groups=tuple(groups.values()),
        items=items,
    )


def _label(table: Table) -> Label:
    return Label(ja=table["ja"], en=table["en"])


def _group(table: Table, ref: str) -> Group:
    if table["field"] not in FIELDS:
        raise FaultyFrameworkError(f"{ref}: group {table['key']} has no known field color")
    return Group(key=table["key"], label=_label(table), field=table["field"])


def _item(
    table: Table, ref: str, groups: dict[str, Group], levels: tuple[Level, ...]
) -> FrameworkItem:
    code = table["code"]
    place = f"{ref}/{code}"
    if not CODE.fullmatch(code):
        raise FaultyFrameworkError(f"{place}: a code is letters, digits, dots and hyphens")
    if table["group"] not in groups:
        raise FaultyFrameworkError(f"{place}: no such group")
    ja, en = table["ja"], table["en"]
    if not ja["text"] or not en["text"]:
        raise FaultyFrameworkError(f"{place}: a label is empty")
    try:
        ja_source, en_source = LabelSource(ja["source"]), LabelSource(en["source"])
    except ValueError as fault:
        raise FaultyFrameworkError(f"{place}: source must be official or working") from fault
    return FrameworkItem(
        ref=place,
        framework=ref,
        code=code,
        label=Label(ja=ja["text"], en=en["text"]),
        column=tuple(table.get("column", ja["text"]).split("|")),
        group=groups[table["group"]],
        levels=levels,
        url=item_url(ref, code),
        label_source=ja_source,
        verified=ja["verified"],
        english_source=en_source,
        english_verified=en["verified"],
        note=table.get("note", ""),
    )
