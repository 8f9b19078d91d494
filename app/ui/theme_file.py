"""A theme's file, read: everything that is wrong at once, with its line and how to mend it.

``themes/kaga.toml`` shows the whole form. ``PAIRS`` says which colors have to be told apart.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.config import Settings, SettingsError
from app.ui.colors import GRAPHIC, HOUSE, TEXT, contrast, is_color
from app.ui.drawings import Drawing, is_path, read_drawing
from app.ui.theme import KEYS, Field, Mark, Pressed, Stroke, Theme

SHIPPED: Final = Path(__file__).parent / "themes"
PATTERNS: Final = Path(__file__).parent / "patterns"
LARGEST: Final = 100_000
"""Bytes of a theme's file."""

_THINNEST, _THICKEST = 0.5, 10.0

_CALLED: Final = {
    "ink": "本文の字",
    "ink-soft": "添え書きの字",
    "ink-faint": "うすい字",
    "paper": "白",
    "primary": "リンクの青",
    "good": "「よい」の緑",
    "close": "「おしい」の茶",
    "stop": "「止める」の赤",
}


class Pair(NamedTuple):
    """Two colors that have to be told apart.

    Attributes:
        color: Of the text or the sign: a place in the theme's file, or a name of ``HOUSE``.
        ground: What it stands on.
        least: The contrast it needs.
    """

    color: str
    ground: str
    least: float


def _pairs() -> Iterator[Pair]:
    for name in ("ink", "ink-soft", "ink-faint", "primary", "good", "close", "stop"):
        yield Pair(name, "paper.washi", TEXT)
    for purpose in KEYS:
        solid, soft, ink = (f"fields.{purpose}.{part}" for part in ("solid", "soft", "ink"))
        yield Pair("paper", solid, TEXT)
        for ground in ("paper", "paper.washi", soft):
            yield Pair(ink, ground, TEXT)
        for ground in ("paper.washi", soft):
            yield Pair(solid, ground, GRAPHIC)
        for name in ("ink", "ink-soft", "primary", "child.primary"):
            yield Pair(name, soft, TEXT)
    for ground in ("paper", "paper.washi", "child.soft"):
        yield Pair("child.primary", ground, TEXT)
    yield Pair("paper", "child.dark", TEXT)
    yield Pair("ink", "child.soft", TEXT)
    yield Pair("child.line", "paper", GRAPHIC)


PAIRS: Final = tuple(_pairs())


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong on a line of the file (from 1), and how to mend it; in Japanese."""

    line: int
    message: str
    mend: str


class Measured(NamedTuple):
    """A pair of a file, and its contrast."""

    pair: Pair
    ratio: float

    @property
    def is_enough(self) -> bool:
        """Whether everybody whom WCAG means can tell them apart."""
        return self.ratio >= self.pair.least


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says; ``theme`` is None when there is any fault."""

    theme: Theme | None
    faults: tuple[Fault, ...]
    measured: tuple[Measured, ...] = ()


def load(settings: Settings) -> Theme:
    """Return the theme that the setting THEME names.

    Raises:
        SettingsError: There is none, or it is not fit; with every fault.
    """
    path = find(settings.theme, settings.instance_dir)
    reading = read(path)
    if reading.theme is None:
        raise SettingsError(
            [
                f"THEME の {path.name}:{one.line}: {one.message} → {one.mend}"
                for one in reading.faults
            ]
        )
    return reading.theme


def shipped() -> tuple[str, ...]:
    """Return the names of the themes that come with the house."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def find(name: str, instance: Path) -> Path:
    """Return the file of a theme.

    Args:
        name: As THEME has it: a shipped theme's name, or a path below ``instance``.
        instance: The instance folder.

    Raises:
        SettingsError: There is no such theme, or it lies elsewhere.
    """
    if name in shipped():
        return SHIPPED / f"{name}.toml"
    path = (instance / name).resolve()
    if path.suffix == ".toml" and path.is_file() and path.is_relative_to(instance.resolve()):
        return path
    told = (
        f"THEME は「{name}」です。{'・'.join(shipped())} のどれかか、"
        f"{instance} の中のTOMLファイル（themes/machi.toml など）にしてください。"
    )
    raise SettingsError([told])


def read(path: Path) -> Reading:
    """Read a theme's file; what is wrong with it is told, never raised."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        mend = f"場所と権限を確かめます（{error.strerror or error}）。"
        return Reading(None, (Fault(1, "ファイルを読めません", mend),))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = "文字コードを UTF-8 にして保存し直します。"
        return Reading(None, (Fault(line, "UTF-8ではない文字があります", mend),))
    if len(data) > LARGEST:
        mend = f"{LARGEST // 1000}キロバイトまでにします。"
        return Reading(None, (Fault(1, "ファイルが大きすぎます", mend),))
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        mend = 'この行と、そのすぐ前を見て、" や ] の閉じわすれ、同じ名前の重なりを確かめます。'
        return Reading(None, (Fault(line, "TOMLとして読めません", mend),))
    return _Reader(text.split("\n"), values).read()


@dataclass(slots=True)
class _Reader:
    """Takes a file apart; whatever is missing or wrong becomes a fault and leaves a gap."""

    lines: list[str]
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    colors: dict[str, str] = field(default_factory=lambda: dict(HOUSE))

    def read(self) -> Reading:
        self._allow("", {"name", "mark", "paper", "child", "fields"})
        name = self._names("name")
        washi = self._color("paper.washi"), self._color("paper.line")
        self._allow("paper", {"washi", "line"})
        child = {
            part: self._color(f"child.{part}") for part in ("primary", "dark", "soft", "line")
        }
        self._allow("child", set(child))
        fields = self._fields()
        mark = self._mark()
        measured = tuple(self._measure())
        theme = None
        if not self.faults:
            theme = Theme(name, mark, washi, Pressed(**child), fields)
        return Reading(theme, tuple(sorted(set(self.faults))), measured)

    # --- what a file holds

    def _fields(self) -> tuple[Field, ...]:
        self._allow("fields", set(KEYS))
        given = self._at("fields")
        order = [*given, *KEYS] if isinstance(given, dict) else list(KEYS)
        found = tuple(self._field(purpose) for purpose in dict.fromkeys(order) if purpose in KEYS)
        for one, other in combinations(found, 2):
            if one.pattern.svg and one.pattern == other.pattern:
                self._fault(
                    f"fields.{other.purpose}.pattern",
                    f"模様が fields.{one.purpose} と同じです",
                    "色だけで見分けることにならないように、5つとも別の模様にします。",
                )
        return found

    def _field(self, purpose: str) -> Field:
        place = f"fields.{purpose}"
        self._allow(place, {"name", "solid", "soft", "ink", "pattern"})
        name = self._names(f"{place}.name")
        solid, soft, ink = (self._color(f"{place}.{part}") for part in ("solid", "soft", "ink"))
        return Field(purpose, name, solid, soft, ink, self._pattern(f"{place}.pattern"))

    def _pattern(self, place: str) -> Drawing:
        none = Drawing("", 1, 1)
        drawn = sorted(path.stem for path in PATTERNS.glob("*.svg"))
        given = self._text(place, f"模様（{'・'.join(drawn)} のどれか、または <svg …> のSVG）")
        if not given:
            return none
        if not given.lstrip().startswith("<"):
            if given not in drawn:
                mend = f"{'・'.join(drawn)} のどれかか、<svg …> で始まるSVGを書きます。"
                self._fault(place, f"「{given}」という模様はありません", mend)
                return none
            given = (PATTERNS / f"{given}.svg").read_text(encoding="utf-8")
        drawing = read_drawing(given)
        if isinstance(drawing, Drawing):
            return drawing
        for message, mend in drawing:
            self._fault(place, message, mend)
        return none

    def _mark(self) -> Mark:
        self._allow("mark", {"ground", "paths", "icon"})
        purpose = self._text("mark.ground", f"下地にする色（{'・'.join(KEYS)} のどれか）")
        if purpose and purpose not in KEYS:
            mend = f"{'・'.join(KEYS)} のどれかを書きます。"
            self._fault("mark.ground", f"mark.ground が「{purpose}」です", mend)
        ground = self.colors.get(f"fields.{purpose}.solid", "")
        strokes = self._strokes("mark.paths", ground)
        has_icon = self._at("mark.icon") is not None
        return Mark(ground, strokes, self._strokes("mark.icon", ground) if has_icon else strokes)

    def _strokes(self, place: str, ground: str) -> tuple[Stroke, ...]:
        given = self._at(place)
        if not isinstance(given, list) or not given or not all(isinstance(x, dict) for x in given):
            self._fault(
                place,
                f"{place} がないか、形がちがいます",
                '[{ d = "M6 16…", width = 2.6 }, …] の形の一覧を書きます。',
            )
            return ()
        return tuple(self._stroke(place, one, ground) for one in given)

    def _stroke(self, place: str, given: dict[str, Any], ground: str) -> Stroke:
        d, width, color = given.get("d"), given.get("width"), given.get("color", "paper")
        if not isinstance(d, str) or not is_path(d):
            mend = "d に、M で始まるSVGのパスのデータ（英字と数だけ）を書きます。"
            self._fault(place, f"{place} の d がパスのデータではありません", mend)
        is_number = isinstance(width, int | float) and not isinstance(width, bool)
        if width is not None and not (is_number and _THINNEST <= width <= _THICKEST):
            mend = f"線の太さは{_THINNEST:g}から{_THICKEST:g}までの数です。塗るときは書きません。"
            self._fault(place, f"{place} の width が「{width}」です", mend)
        if color not in {"paper", "ground"}:
            mend = "paper（白）か ground（下地の色）を書きます。"
            self._fault(place, f"{place} の color が「{color}」です", mend)
        for name in set(given) - {"d", "width", "color"}:
            self._fault(place, f"{place} に「{name}」という項目はありません", "消します。")
        return Stroke(str(d), width, ground if color == "ground" else HOUSE["paper"])

    def _measure(self) -> Iterator[Measured]:
        for pair in PAIRS:
            color, ground = self.colors.get(pair.color), self.colors.get(pair.ground)
            if color is None or ground is None:
                continue  # its own fault is told already
            one = Measured(pair, contrast(color, ground))
            yield one
            if not one.is_enough:
                own = pair.color.startswith("fields.") or pair.ground in HOUSE
                place = pair.color if own else pair.ground
                self._fault(
                    place,
                    f"{called(pair.color)} {color} は、{called(pair.ground)} {ground} の上で"
                    f" {rounded_down(one.ratio)} です（{pair.least:g} 以上が要ります）",
                    f"{place} の明るさを変えて、差を大きくします。",
                )

    # --- single values

    def _color(self, place: str) -> str:
        given = self._text(place, "色（#9b2335 など）")
        if given and not is_color(given):
            mend = "#9b2335 のように、# と6桁の16進数で書きます。"
            self._fault(place, f"{place} の「{given}」は色ではありません", mend)
        elif given:
            self.colors[place] = given
        return given

    def _names(self, place: str) -> Mapping[str, str]:
        self._allow(place, {"ja", "en"})
        return {tongue: self._text(f"{place}.{tongue}", "名前") for tongue in ("ja", "en")}

    def _text(self, place: str, what: str) -> str:
        given = self._at(place)
        if isinstance(given, str) and given.strip():
            return given
        message = f"{place} がありません" if given is None else f"{place} の形がちがいます"
        self._fault(place, message, f'{what}を " " で囲んで書きます。')
        return ""

    def _at(self, place: str) -> Any:  # noqa: ANN401  as TOML has it
        found: Any = self.values
        for name in place.split(".") if place else ():
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def _allow(self, place: str, names: set[str]) -> None:
        given = self._at(place)
        for name in set(given) - names if isinstance(given, dict) else ():
            inside = f"{place}.{name}" if place else name
            mend = "つづりを確かめるか、この行を消します。"
            self._fault(inside, f"「{inside}」という項目はありません", mend)

    def _fault(self, place: str, message: str, mend: str) -> None:
        self.faults.append(Fault(self._line(place), message, mend))

    def _line(self, place: str) -> int:
        """Return the line on which a value stands; for one that is missing, its table's."""
        table, best, depth = "", 1, 0
        for number, line in enumerate(self.lines, start=1):
            if header := re.match(r"\s*\[+\s*([\w.-]+)\s*\]", line):
                table, here = f"{header[1]}.", header[1]
            elif pair := re.match(r"\s*([\w.-]+)\s*=", line):
                here = f"{table}{pair[1]}"
            else:
                continue
            if f"{place}.".startswith(f"{here}.") and len(here) > depth:
                best, depth = number, len(here)
        return best


def called(place: str) -> str:
    """Return what a color of a pair is called: its place in the file, or the house's word."""
    return _CALLED.get(place, place)


def rounded_down(ratio: float) -> str:
    """Write a contrast so that it never looks better than it is: 4.499 is 4.49."""
    return f"{int(ratio * 100) / 100:.2f}"
