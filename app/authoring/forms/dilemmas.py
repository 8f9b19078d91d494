"""A dilemma as pieces: its scenes, what followed in each, and the ways on. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.authoring.forms.opening import CLOSING, opening_parts
from app.authoring.forms.source import read_block
from app.authoring.forms.tree import KEY_NAME, Listing, Part, Slot, Tree, Values
from app.authoring.forms.writing import PROSE, Guard, line_slot, one_line, prose_slot
from app.catalog.sources.dilemma import NAMES

FOLLOWS: Final[Mapping[str, str]] = {
    who: next(name for name, one in NAMES.items() if one == who)
    for who in dict.fromkeys(NAMES.values())
}
"""Whom something concerned → how a new line calls them."""

_SCENE: Final = re.compile(r"(##[ \t]+)(.*?)([ \t　]+#([^\s#]+)[ \t]*)")
_FOLLOWS: Final = re.compile(r"> ?(?:[-*+] +)?\*\*([^*]+)\*\*[ \t　：:]*(.*)")
_WAY: Final = re.compile(r"([-*+] +\[)(.+)(\]\(#)([^)\s]+)(\)[ \t]*)")
_GUARD: Final = Guard(
    PROSE.outside,
    re.compile(r"#{1,6}[ \t]|> ?(?:[-*+] +)?\*\*|[-*+] +\[.+\]\(#"),
)


@dataclass(slots=True)
class _Scene:
    heading: re.Match[str]
    prose: list[str] = field(default_factory=list)
    follows: list[tuple[str, str]] = field(default_factory=list)
    ways: list[tuple[str, re.Match[str]]] = field(default_factory=list)
    gap: str = ""


def dilemma_tree(text: str) -> Tree | None:
    """Return a dilemma's pieces; None when a form could not show all of it."""
    read = read_block(text)
    if read is None or read.block.kind != "dilemma" or not CLOSING.fullmatch(read.lines[-1]):
        return None
    opening = opening_parts(read.lines[0], ())
    scenes, gaps, rest = _scenes(read.lines[1:-1])
    if opening is None or scenes is None:
        return None
    trees = [_tree(scene) for scene in scenes]
    listing = Listing("scenes", tuple(trees), tuple(gaps), _fresh, lambda n: "\n" if n else "")
    tree = Tree((*opening, listing, rest + read.lines[-1]))
    return tree if tree.text == text else None


def _scenes(lines: Sequence[str]) -> tuple[list[_Scene] | None, list[str], str]:
    """Return the scenes, what stands before each, and what stands after the last."""
    scenes: list[_Scene] = []
    gaps: list[str] = []
    gap = ""
    for line in lines:
        if match := _SCENE.fullmatch(line):
            scenes.append(_Scene(match))
            gaps.append(gap)
            gap = ""
        elif not line.strip():
            gap += f"{line}\n"
        elif scenes and _take(scenes[-1], line, gap):
            gap = ""
        else:
            return None, [], ""
    return scenes, gaps, gap


def _take(scene: _Scene, line: str, gap: str) -> bool:
    """Put a line where it belongs in its scene; whether there is a place for it."""
    if way := _WAY.fullmatch(line):
        scene.ways.append((gap, way))
        return True
    if scene.ways:
        return False
    if follows := _FOLLOWS.fullmatch(line):
        name = NAMES.get(follows.group(1).strip())
        is_new = name is not None and name not in dict(scene.follows)
        scene.follows.append((name or "", f"{gap}{line}\n"))
        return is_new
    if scene.follows or line.startswith("#"):
        return False
    if not scene.prose:
        scene.gap = gap
    else:
        scene.prose += gap.split("\n")[:-1]
    scene.prose.append(line)
    return True


def _tree(scene: _Scene) -> Tree:
    mark, title, end, key = scene.heading.groups()
    parts: list[Part] = [
        mark,
        Slot("text", title, title, str, one_line),
        Slot(KEY_NAME, end, key, lambda value: f" #{value}", one_line),
        "\n",
        prose_slot("prose", scene.prose, _GUARD, lead=scene.gap or "\n"),
    ]
    found = dict(scene.follows)
    parts += [_followed(name, raw) for name, raw in scene.follows]
    lead = "" if found else "\n"
    parts += [_followed(name, "", lead) for name in FOLLOWS if name not in found]
    ways = [_way(match) for _, match in scene.ways]
    gaps = tuple(gap for gap, _ in scene.ways)
    parts.append(Listing("ways", tuple(ways), gaps, _fresh_way, lambda n: "" if n else "\n"))
    return Tree(tuple(parts))


def _followed(name: str, raw: str, lead: str = "") -> Slot:
    """Return the line of what followed for somebody; it goes where nothing is said of it."""
    gap, line = raw[: raw[:-1].rfind("\n") + 1], raw[raw[:-1].rfind("\n") + 1 : -1]
    match = _FOLLOWS.fullmatch(line)
    if match is None:
        return line_slot(name, "", "", f"{lead}> **{FOLLOWS[name]}** ", "\n")
    before = line[: match.start(2)].rstrip()
    return line_slot(name, raw, match.group(2), f"{gap}{before} ", "\n")


def _way(match: re.Match[str]) -> Tree:
    mark, text, middle, to, end = match.groups()
    return Tree((mark, line_slot("text", text, text), middle, line_slot("to", to, to), f"{end}\n"))


def _fresh_way(row: Values) -> str:
    return f"- [{one_line(row.said.get('text', ''))}](#{row.said.get('to', '')})\n"


def _fresh(row: Values) -> str:
    said = row.said
    title = f"## {one_line(said.get('text', ''))} #{said.get(KEY_NAME, '')}\n"
    prose = prose_slot("prose", (), _GUARD, lead="\n").written(said.get("prose"))
    found = [(name, said.get(name)) for name in FOLLOWS if one_line(said.get(name, ""))]
    follows = "".join(
        _followed(name, "", "" if n else "\n").written(text)
        for n, (name, text) in enumerate(found)
    )
    ways = "".join(map(_fresh_way, row.rows.get("ways", ())))
    return f"{title}{prose}{follows}" + (f"\n{ways}" if ways else "")
