r"""GIFT, the plain-text format of Moodle, read. Pure.

Read are multiple choice (one or several right), true–false, short answer, numbers with
tolerances and ranges, matching, essay, missing word; feedback of each answer and of the whole
question; escapes, comments with tags, categories, and text formats. What is none of these is
listed with its row.

Source:
    docs.moodle.org, "GIFT format"; Moodle's ``question/format/gift/format.php``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from app.itembanks.interchange.asked import Answer, Asked, Entry, Listed, Unread
from app.itembanks.interchange.marked_up import has_markup, plain_of
from app.sheets.errors import Unreadable

MOST_ENTRIES: Final = 300
LONGEST_ENTRY: Final = 20_000
"""Characters of one question with all of its answers."""

GAP: Final = "ア"
GAP_NAMES: Final = "アイウエオカキクケコ"
TRUE: Final = "正しい"
FALSE: Final = "ちがう"

_ESCAPES: Final = {"~": "t", "=": "e", "#": "s", "{": "o", "}": "c", ":": "d", "\\": "b", "n": "n"}
_MEANT: Final = {name: "\n" if name == "n" else sign for sign, name in _ESCAPES.items()}
_ESCAPED: Final = re.compile(r"\\([~=#{}:\\n])")
_HELD: Final = re.compile("\x00(.)")
_TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT: Final = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TAG: Final = re.compile(r"\[tag:([^\]]+)\]")
_ITEM: Final = re.compile(r"[a-z0-9-]+@[0-9.]+/\S+")
_GRADE: Final = re.compile(r"grade:([1-9])")
_WEIGHT: Final = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TRUTH: Final = re.compile(r"(T|TRUE|F|FALSE)\s*(#.*)?", re.DOTALL)
_WHOLE: Final = 100
_EVEN: Final = 1.0
"""Percent by which shares of one whole may differ when they were rounded."""


@dataclass(frozen=True, slots=True)
class _Part:
    """An answer as written: ``weight`` in percent, None where none is told."""

    sign: str
    weight: float | None
    text: str
    why: str


def read_gift(text: str) -> Listed:
    """Read every question of a GIFT file.

    Args:
        text: The file, decoded.

    Returns:
        The questions with their rows (lines, from 1), and every line that is none, with why.
    """
    entries: list[Entry] = []
    unread: list[Unread] = []
    for row, chunk, tags in _chunks(text.replace("\x00", "\ufffd")):
        if len(entries) + len(unread) >= MOST_ENTRIES:
            unread.append(
                Unread(
                    row, f"1つのファイルは{MOST_ENTRIES}問までです。ここから後ろは読んでいません。"
                )
            )
            break
        try:
            entry = _entry(row, chunk)
        except Unreadable as error:
            unread.append(Unread(row, str(error), chunk.strip()[:60]))
        else:
            entries.append(replace(entry, asked=_tagged(entry.asked, tags)))
    return Listed(tuple(entries), tuple(unread))


def _chunks(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield (line, text, tags) of what stands between empty lines; comments hold only tags."""
    first, lines, tags = 0, list[str](), list[str]()
    flat = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for number, line in enumerate([*flat.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            tags += _TAG.findall(line)
        elif line.strip().startswith("$CATEGORY:"):
            continue
        elif line.strip():
            first, lines = first or number, [*lines, line]
        elif lines:
            yield first, "\n".join(lines), tuple(tags)
            first, lines, tags = 0, [], []


def _tagged(asked: Asked, tags: tuple[str, ...]) -> Asked:
    grades = {int(found[1]) for tag in tags if (found := _GRADE.fullmatch(tag))}
    items = tuple(dict.fromkeys(tag for tag in tags if _ITEM.fullmatch(tag)))
    return replace(asked, grades=tuple(sorted(grades)), items=items)


def _entry(row: int, chunk: str) -> Entry:
    if len(chunk) > LONGEST_ENTRY:
        raise Unreadable(f"1つの問題が長すぎます（{LONGEST_ENTRY:,}字まで）。")
    text = _ESCAPED.sub(lambda match: f"\x00{_ESCAPES[match[1]]}", chunk)
    title = _TITLE.match(text)
    name = _meant(title[1]).strip() if title else ""
    text = text[title.end() :] if title else text
    before, opened, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        raise Unreadable("答えの { } がありません。問題ではない文は、取り込めません。")
    if not closed:
        raise Unreadable("答えの { が閉じていません。")
    if "{" in inside or "{" in after or "}" in after:
        raise Unreadable("{ } が1つではありません。文字として使うときは \\{ と書きます。")
    style = _FORMAT.match(before)
    before = before[style.end() :] if style else before
    reader = _Reader(style[1] if style else "moodle")
    inside, _, general = inside.partition("####")
    asked = reader.asked(before, inside.strip(), after)
    closing = reader.text(general)
    return Entry(row, replace(asked, name=name, closing=closing), tuple(reader.notes))


def _meant(text: str) -> str:
    return _HELD.sub(lambda match: _MEANT.get(match[1], match[1]), text)


class _Reader:
    """Reads one question; ``notes`` tell what could not be kept."""

    def __init__(self, style: str) -> None:
        self.style = style
        self.notes: list[str] = []

    def text(self, written: str) -> str:
        """Return a text as it is meant, without markup."""
        own = _FORMAT.match(written)
        style = own[1] if own else self.style
        meant = _meant(written[own.end() :] if own else written).strip()
        if style == "html" or (style == "moodle" and has_markup(meant)):
            return plain_of(meant)
        return meant

    def asked(self, before: str, inside: str, after: str) -> Asked:
        """Tell the kind by what stands in the braces, as Moodle does."""
        prompt, after = self.text(before), after.rstrip()
        if not inside:
            return Asked("extended-text", self._around(before, after))
        if inside.startswith("#"):
            return Asked("numeric", self._around(before, after), tuple(self._numbers(inside[1:])))
        if truth := _TRUTH.fullmatch(inside):
            return self._true_or_false(self._around(before, after), truth)
        if "~" in inside:
            return self._choice(before, inside, after)
        if "->" in inside:
            return self._matching(self._around(before, after), inside)
        if not prompt and not after.strip():
            raise Unreadable("問いの文がありません。")
        return Asked("text-entry", self._around(before, after), tuple(self._texts(inside)))

    def _around(self, before: str, after: str, gap: str = "＿＿＿") -> str:
        """Return the text before and after the braces, with a gap where they stood."""
        if not after.strip():
            return self.text(before)
        head, tail = self.text(before), self.text(after)
        spaced = before[-1:] in {" ", "\n"}, after[:1] in {" ", "\n"}
        return f"{head}{' ' if spaced[0] else ''}{gap}{' ' if spaced[1] else ''}{tail}"

    def _parts(self, inside: str, signs: str) -> Iterator[_Part]:
        pieces = re.split(f"([{signs}])", inside)
        if pieces[0].strip():
            raise Unreadable(f"答えのはじめに {' か '.join(signs)} がありません。")
        for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            text, _, why = piece.partition("#")
            weight = _WEIGHT.match(text)
            text = text[weight.end() :] if weight else text
            yield _Part(sign, float(weight[1]) if weight else None, text, self.text(why))

    def _choice(self, before: str, inside: str, after: str) -> Asked:
        parts = list(self._parts(inside, "~="))
        is_single = any(part.sign == "=" for part in parts)
        if is_single:
            right = [part.sign == "=" for part in parts]
            if any(part.sign == "~" and (part.weight or 0) > 0 for part in parts):
                self.notes.append("一部だけ正しい答え（%）は、正しくないほうに入れました。")
        else:
            right = [(part.weight or 0) > 0 for part in parts]
            shares = [part.weight or 0 for part in parts if (part.weight or 0) > 0]
            if shares and max(shares) - min(shares) > _EVEN:
                self.notes.append("答えごとの重み（%）は、どれも同じになります。")
        gap = self._gap_name(before + after) if is_single and after.strip() else ""
        answers = tuple(
            Answer(self.text(part.text), is_right, part.why, gap)
            for part, is_right in zip(parts, right, strict=True)
        )
        if gap:
            prompt = self._around(before, after, f"［{gap}］")
            return Asked("inline-choice", prompt, answers, places=(gap,))
        kind = "choice" if is_single else "multiple-response"
        return Asked(kind, self._around(before, after), answers)

    def _gap_name(self, around: str) -> str:
        free = (name for name in GAP_NAMES if f"［{name}］" not in around)
        return next(free, GAP)

    def _true_or_false(self, prompt: str, truth: re.Match[str]) -> Asked:
        is_true = truth[1].startswith("T")
        wrong, right = [*(truth[2] or "").split("#")[1:3], "", ""][:2]
        whys = {is_true: self.text(right), not is_true: self.text(wrong)}
        answers = (Answer(TRUE, is_true, whys[True]), Answer(FALSE, not is_true, whys[False]))
        return Asked("choice", prompt, answers)

    def _texts(self, inside: str) -> Iterator[Answer]:
        for part in self._parts(inside, "="):
            yield Answer(self.text(part.text), self._is_right(part), part.why)

    def _is_right(self, part: _Part) -> bool:
        if part.weight is None or part.weight >= _WHOLE:
            return True
        if part.weight > 0:
            self.notes.append("一部だけ正しい答え（%）は、正しくないほうに入れました。")
        return False

    def _numbers(self, inside: str) -> Iterator[Answer]:
        written = inside.strip()
        for part in self._parts(written if written.startswith("=") else f"={written}", "="):
            yield Answer(_range(_meant(part.text).strip()), self._is_right(part), part.why)

    def _matching(self, prompt: str, inside: str) -> Asked:
        pairs: list[tuple[str, str]] = []
        for part in self._parts(inside, "="):
            stem, arrow, value = part.text.partition("->")
            if not arrow:
                raise Unreadable("組み合わせの行に -> がありません。")
            pairs.append((self.text(stem), self.text(value)))
        values = [value for _, value in pairs]
        if len(set(values)) == len(values) and all(stem for stem, _ in pairs):
            answers = tuple(Answer(value, place=stem) for stem, value in pairs)
            return Asked("match", prompt, answers, places=tuple(stem for stem, _ in pairs))
        answers = tuple(Answer(stem, place=value) for stem, value in pairs if stem)
        return Asked("categorize", prompt, answers, places=tuple(dict.fromkeys(values)))


def _range(written: str) -> str:
    """Write ``3:1``, ``2..4`` or ``3`` as the course files do: ``2〜4``, ``3``."""
    low, dots, high = written.partition("..")
    middle, colon, tolerance = written.partition(":")
    try:
        if dots:
            least, most = Decimal(low.strip()), Decimal(high.strip())
        else:
            around = abs(Decimal(tolerance.strip())) if colon else Decimal(0)
            least, most = (Decimal(middle.strip()) + sign * around for sign in (-1, 1))
    except InvalidOperation:
        raise Unreadable(f"「{written[:30]}」を数として読めません。") from None
    if not (least.is_finite() and most.is_finite()):
        raise Unreadable(f"「{written[:30]}」を数として読めません。")
    return f"{least:f}" if least == most else f"{least:f}〜{most:f}"
