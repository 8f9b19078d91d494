"""TOML with the line of every value, read into plain types with a fault for each surprise.

``tomllib`` tells no positions, so the lines are found by a scan of the text beside it; a value
that the scan misses is reported at the line of its table.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from app.catalog.content import Text
from app.catalog.sources.faults import Fault
from app.i18n.notation import parse

KEY: Final = re.compile(r"[a-z][a-z0-9-]*")
KEY_SHAPE: Final = "キーは a–z で始まる、a–z・0–9・- だけの名前です。"

_HEADER = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]?\]\s*(?:#.*)?")
_PAIR = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")
_AT = re.compile(r"line (\d+)")


@dataclass(slots=True)
class Table:
    """One TOML table, its values taken out one by one.

    Every ``take`` method removes what it returns, so that ``finish`` can report what nobody
    asked for. A missing or wrong value gives a fault and a harmless default.
    """

    path: str
    values: dict[str, Any]
    lines: Mapping[str, int]
    line: int
    faults: list[Fault]
    prefix: str = ""

    def fault(self, name: str | None, message: str, mend: str) -> None:
        """Report a fault at the line of ``name``, or of the table."""
        self.faults.append(Fault(self.path, self.line_of(name), message, mend))

    def line_of(self, name: str | None) -> int:
        """Return the line on which ``name`` stands, or the first thing in it, from 1."""
        full = f"{self.prefix}{name}"
        inside = (line for key, line in self.lines.items() if key.startswith(f"{full}."))
        return self.lines.get(full) or next(inside, self.line)

    def _take(self, name: str, shape: type | tuple[type, ...], *, what: str, need: bool) -> Any:  # noqa: ANN401
        value = self.values.pop(name, None)
        if value is None:
            if need:
                self.fault(None, f"「{name}」がありません", f"{name} に{what}を書きます。")
            return None
        if not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
            self.fault(name, f"「{name}」の形がちがいます", f"{name} には{what}を書きます。")
            return None
        return value

    def text(self, name: str, *, need: bool = True) -> str:
        """Take a text; "" when there is none."""
        value = self._take(name, str, what='文（"…"）', need=need)
        if isinstance(value, str) and not value.strip() and need:
            self.fault(name, f"「{name}」が空です", f"{name} に文を書きます。")
        return str(value or "")

    def ruby(self, name: str, *, need: bool = True) -> Text:
        """Take a text with readings."""
        source = self.text(name, need=need)
        for wrong in parse(source).faults:
            self.fault(name, wrong.message, wrong.mend)
        return Text.of(source)

    def whole(self, name: str, *, least: int, most: int, need: bool = True) -> int:
        """Take a whole number; ``least`` when there is none."""
        what = f"{least}から{most}までの整数"
        value = self._take(name, int, what=what, need=need)
        if value is not None and not least <= value <= most:
            self.fault(name, f"「{name}」が {value} です", f"{name} は{what}にします。")
            return least
        return least if value is None else int(value)

    def share(self, name: str) -> float:
        """Take a number from 0 to 1."""
        value = self._take(name, (int, float), what="0から1までの数（0.8 など）", need=True)
        if value is not None and not 0 <= value <= 1:
            self.fault(name, f"「{name}」が {value} です", "80%は 0.8 と書きます。")
            return 1.0
        return 1.0 if value is None else float(value)

    def day(self, name: str, *, need: bool = True) -> date | None:
        """Take a day."""
        what = '日付（2026-10-01 のように、" " で囲まない）'
        value = self._take(name, date, what=what, need=need)
        return value.date() if isinstance(value, datetime) else value

    def texts(self, name: str, *, need: bool = True) -> tuple[str, ...]:
        """Take a list of texts."""
        return tuple(self._list(name, str, what='["…", "…"] の形の一覧', need=need))

    def wholes(self, name: str, *, need: bool = True) -> tuple[int, ...]:
        """Take a list of whole numbers."""
        return tuple(self._list(name, int, what="[3, 4] の形の一覧", need=need))

    def _list(self, name: str, shape: type, *, what: str, need: bool) -> list[Any]:
        value = self._take(name, list, what=what, need=need) or []
        good = [v for v in value if isinstance(v, shape) and not isinstance(v, bool)]
        if len(good) != len(value):
            self.fault(name, f"「{name}」の形がちがいます", f"{name} には{what}を書きます。")
        return good

    def one_of(self, name: str, allowed: Mapping[str, str]) -> str:
        """Take one of the given words; the first of them when it is none of them."""
        shown = "・".join(
            f"{word}（{label}）" if label else word for word, label in allowed.items()
        )
        value = self.text(name)
        if value in allowed:
            return value
        if value:
            self.fault(name, f"「{name}」が「{value}」です", f"{name} は次のどれかです: {shown}")
        return next(iter(allowed))

    def key(self, name: str) -> str:
        """Take a key."""
        value = self.text(name)
        if value and not KEY.fullmatch(value):
            self.fault(name, f"「{value}」はキーの形ではありません", KEY_SHAPE)
        return value

    def table(self, name: str, *, need: bool = True) -> "Table | None":
        """Take a table (``[name]``)."""
        value = self._take(name, dict, what=f"[{name}] の表", need=need)
        if value is None:
            return None
        prefix = f"{self.prefix}{name}."
        line = self.lines.get(f"{self.prefix}{name}", self.line)
        return Table(self.path, value, self.lines, line, self.faults, prefix)

    def tables(self, name: str, *, need: bool = True) -> list["Table"]:
        """Take a list of tables (``[[name]]``, or ``name = [{ … }]``)."""
        value = self._list(name, dict, what=f"[[{name}]] の表", need=need)
        out: list[Table] = []
        for n, inner in enumerate(value):
            prefix = f"{self.prefix}{name}[{n}]."
            line = self.lines.get(prefix[:-1], self.line_of(name))
            out.append(Table(self.path, inner, self.lines, line, self.faults, prefix))
        return out

    def finish(self) -> None:
        """Report every value that nobody took."""
        for name in self.values:
            self.fault(
                name, f"「{name}」という項目はありません", "つづりを確かめるか、この行を消します。"
            )


@dataclass(slots=True)
class _Scan:
    """Where the keys of a TOML text stand."""

    lines: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    prefix: str = ""

    def header(self, name: str, line: int, *, many: bool) -> None:
        if many:
            number = self.counts.get(name, 0)
            self.counts[name] = number + 1
            self.lines.setdefault(name, line)
            name = f"{name}[{number}]"
        self.lines.setdefault(name, line)
        self.prefix = f"{name}."


def lines_of(text: str, first_line: int = 1) -> dict[str, int]:
    """Find the line of each key: ``title``, ``credential.name``, ``sources[1].url``."""
    scan = _Scan()
    quoted = False
    for number, line in enumerate(text.split("\n"), start=first_line):
        if not quoted:
            if header := _HEADER.fullmatch(line):
                scan.header(header.group(2), number, many=bool(header.group(1)))
            elif pair := _PAIR.match(line):
                scan.lines.setdefault(scan.prefix + pair.group(1).strip("\"'"), number)
        quoted ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return scan.lines


def read_table(path: str, text: str, faults: list[Fault], *, first_line: int = 1) -> Table:
    """Read a TOML text; when it cannot be read, report that and go on with an empty table.

    Args:
        path: The file, for the faults.
        text: The TOML text.
        faults: Receives what is wrong.
        first_line: The line of the file on which ``text`` starts.
    """
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT.search(str(error))
        line = first_line + int(at.group(1)) - 1 if at else first_line + text.rstrip().count("\n")
        faults.append(
            Fault(
                path,
                line,
                "TOMLとして読めません（この行か、そのすぐ前を見てください）",
                '「名前 = "文"」の形か、" や ] の閉じわすれ、同じ名前の重なりを確かめます。',
            )
        )
        return Table(path, values, {}, line, [])  # what is missing now only follows from this
    return Table(path, values, lines_of(text, first_line), first_line, faults)
