"""How a data file becomes a framework, and how refs are spelled. Pure."""

import re
from typing import TYPE_CHECKING, Any

from app.frameworks.errors import FaultyFrameworkError
from app.frameworks.models import (
    Framework,
    FrameworkItem,
    FrameworkRole,
    Group,
    LabelSource,
    Level,
    Origin,
    Part,
    RoleType,
)
from app.frameworks.wording import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

REF = re.compile(r"[a-z][a-z0-9-]*@[0-9][0-9a-z.]*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
FIELDS = frozenset({"enji", "ai", "oudo", "kusa", "murasaki"})

FROM_FILES = frozenset({LabelSource.OFFICIAL, LabelSource.WORKING})

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


def build(data: "Mapping[str, Any]", *, ref: str, has_siblings: bool = False) -> Framework:
    """Build a framework from its parsed file.

    Args:
        data: The TOML document.
        ref: The file's name without ``.toml``; the document must say the same.
        has_siblings: Whether another version of it is on file.

    Raises:
        FaultyFrameworkError: With the file and the first place that breaks a rule.
    """
    try:
        return _build(data, ref, has_siblings=has_siblings)
    except KeyError as fault:
        raise FaultyFrameworkError(f"{ref}: {fault} is missing") from fault


def _build(data: "Mapping[str, Any]", ref: str, *, has_siblings: bool) -> Framework:
    if not REF.fullmatch(ref) or ref != f"{data['id']}@{data['version']}":
        raise FaultyFrameworkError(f"{ref}: the file's name must be its id and version")
    levels = tuple(Level(level["number"], _label(level)) for level in data["levels"])
    if [level.number for level in levels] != list(range(1, len(levels) + 1)):
        raise FaultyFrameworkError(f"{ref}: levels must be numbered 1, 2, 3 …")
    groups = {group["key"]: _group(group, ref) for group in data["groups"]}
    parts = {part["key"]: _part(part, ref, groups) for part in data.get("parts", ())}
    items = tuple(_item(item, ref, groups, parts, levels) for item in data["items"])
    types = _types(data, ref)
    codes = [item.code for item in items] + [one.code for kind in types for one in kind.roles]
    if len(set(codes)) != len(codes):
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
        parts=tuple(parts.values()),
        items=items,
        types=types,
        is_renamable=data.get("renamable", False),
        has_siblings=has_siblings,
    )


def _label(table: Table) -> Label:
    return Label(ja=table["ja"], en=table["en"])


def _group(table: Table, ref: str) -> Group:
    if table["field"] not in FIELDS:
        raise FaultyFrameworkError(f"{ref}: group {table['key']} has no known field color")
    return Group(key=table["key"], label=_label(table), field=table["field"])


def _part(table: Table, ref: str, groups: dict[str, Group]) -> Part:
    if table["group"] not in groups:
        raise FaultyFrameworkError(f"{ref}: part {table['key']} is of no known group")
    return Part(key=table["key"], group=table["group"], label=_label(table))


def _types(data: "Mapping[str, Any]", ref: str) -> tuple[RoleType, ...]:
    kinds = {table["key"]: table for table in data.get("types", ())}
    roles: dict[str, list[FrameworkRole]] = {key: [] for key in kinds}
    for table in data.get("roles", ()):
        if table["type"] not in kinds:
            raise FaultyFrameworkError(f"{ref}/{table['code']}: no such type")
        roles[table["type"]].append(_role(table, ref))
    return tuple(
        RoleType(key, *_worded(table, f"{ref}/{key}"), roles=tuple(roles[key]))
        for key, table in kinds.items()
    )


def _role(table: Table, ref: str) -> FrameworkRole:
    code = table["code"]
    if not CODE.fullmatch(code):
        raise FaultyFrameworkError(f"{ref}/{code}: a code is letters, digits, dots and hyphens")
    return FrameworkRole(code, *_worded(table, f"{ref}/{code}"))


def _worded(table: Table, place: str) -> tuple[Label, Origin, Origin]:
    """Return a name and where its Japanese and its English wording come from."""
    ja, en = table["ja"], table["en"]
    if not ja["text"] or not en["text"]:
        raise FaultyFrameworkError(f"{place}: a label is empty")
    return Label(ja=ja["text"], en=en["text"]), _origin(ja, place), _origin(en, place)


def _origin(table: Table, place: str) -> Origin:
    if table["source"] not in FROM_FILES:
        raise FaultyFrameworkError(f"{place}: source must be official or working")
    found = Origin(LabelSource(table["source"]), table["verified"])
    if found.verified and found.source is not LabelSource.OFFICIAL:
        raise FaultyFrameworkError(f"{place}: only an official label can be verified")
    return found


def _item(
    table: Table,
    ref: str,
    groups: dict[str, Group],
    parts: dict[str, Part],
    levels: tuple[Level, ...],
) -> FrameworkItem:
    code = table["code"]
    place = f"{ref}/{code}"
    if not CODE.fullmatch(code):
        raise FaultyFrameworkError(f"{place}: a code is letters, digits, dots and hyphens")
    if table["group"] not in groups:
        raise FaultyFrameworkError(f"{place}: no such group")
    part = parts.get(table.get("part", ""))
    if "part" in table and (part is None or part.group != table["group"]):
        raise FaultyFrameworkError(f"{place}: no such part of its group")
    label, japanese, english = _worded(table, place)
    return FrameworkItem(
        ref=place,
        framework=ref,
        code=code,
        label=label,
        column=tuple(table.get("column", label.ja).split("|")),
        group=groups[table["group"]],
        part=part,
        levels=levels,
        url=item_url(ref, code),
        label_source=japanese.source,
        verified=japanese.verified,
        english_source=english.source,
        english_verified=english.verified,
        note=table.get("note", ""),
        published=label,
    )
