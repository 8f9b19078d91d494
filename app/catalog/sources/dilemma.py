"""The inside of a dilemma block: headings are scenes, quotes what follows, links the ways on.

::

    ## グループに送った #okuru

    つぎの日、……

    > **わたし** 「いいね」がたくさん届いた。
    > **ともだち** わらわれた気がした。
    > **あとで** 知らない人が写真をもっていた。

    - [けす](#kesu)
    - [そのままにする](#mama)
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.catalog.sources.course import Passage, SceneSource, WaySource
from app.catalog.sources.lines import Line
from app.catalog.sources.tables import KEY, KEY_SHAPE

Report = Callable[[int, str, str], None]

_SCENE: Final = re.compile(r"##[ \t]+(.*?)[ \t　]+#([^\s#]+)[ \t]*")
_HEADING: Final = re.compile(r"#{1,6}[ \t]")
_FOLLOWS: Final = re.compile(r"> ?(?:[-*+] +)?\*\*([^*]+)\*\*[ \t　：:]*(.*)")
_WAY: Final = re.compile(r"[-*+] +\[(.+)\]\(#([^)\s]+)\)[ \t]*")
NAMES: Final = {
    "わたし": "me",
    "ぼく": "me",
    "自分": "me",
    "ともだち": "friend",
    "友だち": "friend",
    "友達": "friend",
    "相手": "friend",
    "まわりの人": "friend",
    "あとで": "later",
    "後で": "later",
}


@dataclass(slots=True)
class _Scene:
    key: str
    title: Passage
    prose: list[Line] = field(default_factory=list)
    follows: list[tuple[str, Passage]] = field(default_factory=list)
    ways: list[WaySource] = field(default_factory=list)


def read_dilemma(lines: Sequence[Line], report: Report) -> tuple[SceneSource, ...]:
    """Read the lines between a dilemma's fences; every fault goes to ``report``."""
    scenes: list[_Scene] = []
    for line in lines:
        if match := _SCENE.fullmatch(line.text):
            if not KEY.fullmatch(match.group(2)):
                report(line.number, f"「#{match.group(2)}」はキーの形ではありません", KEY_SHAPE)
            scenes.append(_Scene(match.group(2), _passage(match.group(1), line)))
        elif _HEADING.match(line.text):
            mend = "「## 場面の名前 #キー」と書きます。"
            report(line.number, "場面の見出しの形がちがいます", mend)
        elif scenes:
            _take(scenes[-1], line, report)
        elif not line.is_blank:
            mend = "はじめに「## 場面の名前 #キー」の行を置きます。"
            report(line.number, "場面の見出しより前に文があります", mend)
    found = tuple(
        SceneSource(s.key, s.title, _prose(s), tuple(s.follows), tuple(s.ways)) for s in scenes
    )
    _check(found, lines, report)
    return found


def _take(scene: _Scene, line: Line, report: Report) -> None:
    if way := _WAY.fullmatch(line.text):
        scene.ways.append(WaySource(way.group(2), _passage(way.group(1), line)))
    elif follows := _FOLLOWS.fullmatch(line.text):
        name = NAMES.get(follows.group(1).strip())
        if name is None:
            mend = "わたし・ともだち・あとで のどれかにします。"
            report(line.number, f"「{follows.group(1)}」がだれのことか分かりません", mend)
        else:
            scene.follows.append((name, _passage(follows.group(2), line)))
    elif scene.ways and not line.is_blank:
        report(line.number, "選ぶ道のあとに文があります", "文は、選ぶ道より前に置きます。")
    else:
        scene.prose.append(line)


def _check(scenes: Sequence[SceneSource], lines: Sequence[Line], report: Report) -> None:
    """Look for what keeps the story from being walked to an end."""
    first = lines[0].number if lines else 1
    if len(scenes) < 3:  # noqa: PLR2004  a beginning and two ways on
        mend = "はじめの場面と、選んだあとの場面を2つ以上書きます。"
        report(first, f"場面が{len(scenes)}つしかありません", mend)
        return
    keys = [scene.key for scene in scenes]
    for number, scene in enumerate(scenes):
        if keys.index(scene.key) != number:
            mend = "場面のキーは、1つの話の中で1回だけ使います。"
            report(scene.title.line, f"「#{scene.key}」が2回あります", mend)
        _check_scene(scene, keys, report, is_first=number == 0)
    reached = _reached(scenes)
    for scene in scenes:
        if scene.key not in reached:
            mend = "どこかの場面から「- [選ぶこと](#キー)」でつなぎます。"
            report(scene.title.line, f"場面「#{scene.key}」へ行く道がありません", mend)


def _check_scene(
    scene: SceneSource, keys: Sequence[str], report: Report, *, is_first: bool
) -> None:
    line = scene.title.line
    targets = [way.to for way in scene.ways]
    for way in scene.ways:
        if way.to not in keys:
            mend = "同じ話の中の場面のキーにします。"
            report(way.text.line, f"場面「#{way.to}」がありません", mend)
    if len(set(targets)) < len(targets):
        mend = "選んだことのちがいが分かるように、別の場面にします。"
        report(line, "2つの道が同じ場面へ行きます", mend)
    if len(targets) == 1 or (is_first and not targets):
        report(line, "選ぶ道が2つ以上ありません", "「- [選ぶこと](#場面のキー)」を書き足します。")
    missing = {"me", "friend", "later"} - {name for name, _ in scene.follows}
    if missing and not is_first:
        mend = "「> **わたし** …」「> **ともだち** …」「> **あとで** …」を1行ずつ書きます。"
        report(line, "選んだあとにどうなったかが足りません", mend)


def _reached(scenes: Sequence[SceneSource]) -> set[str]:
    ways = {scene.key: [way.to for way in scene.ways] for scene in scenes}
    reached, edge = {scenes[0].key}, [scenes[0].key]
    while edge:
        edge = [to for key in edge for to in ways.get(key, []) if to not in reached]
        reached |= set(edge)
    return reached


def _passage(text: str, line: Line) -> Passage:
    return Passage(text, line.number, line.start, line.end)


def _prose(scene: _Scene) -> Passage:
    lines = scene.prose
    if not lines:
        return Passage("", scene.title.line, scene.title.end, scene.title.end)
    text = "\n".join(line.text for line in lines)
    return Passage(text, lines[0].number, lines[0].start, lines[-1].end)
