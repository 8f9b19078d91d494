"""Questions as teachers write them on a sheet of paper → questions of a course. Pure.

What is read, in lines of their own (paragraphs or items of a list)::

    問1　写真をのせる前に、はじめにすることはどれですか。
    ア　写っている人に聞く
    → いやだと思う人もいるからです。
    イ　すぐにのせる
    答え　ア
    説明　聞いてからのせると、だれもこまりません。

Several answers (``ア、ウ``) make a question of which all are to be chosen, an order (``イ→ア→ウ``)
one of putting in order, an answer without options one that is answered by a word or a number
(``まちがい　著作権`` says what is likely to be answered instead), and no answer at all one that is
answered by a text of one's own. Instead of the line with the answer, ``○`` and ``×`` may stand
before the options.

Nothing is guessed: what does not come together as a question stays text, and is told. Emphasis and
readings within a question are not kept; readings are found again when the lesson is read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.authoring.pasting.shapes import Block, Item, List, Paragraph, Question, Run
from app.itembanks.interchange.asked import Answer, Asked
from app.itembanks.interchange.source import faults_of
from app.items.kinds import KINDS

WHY: Final = "［書く：なぜそうなのか］"
CLOSING: Final = "［書く：答えたあとに読む言葉］"
"""What stands where an author still has to write something."""

EXAMPLE: Final = """\
問1　写真をのせる前に、はじめにすることはどれですか。
ア　写っている人に聞く
→ いやだと思う人もいるからです。
イ　すぐにのせる
→ 一度のせると、消すのはたいへんです。
答え　ア"""

_BLANK: Final = " \t\u3000"
_GAP: Final = r"[ \t\u3000]*[．.：:、)）][ \t\u3000]*|[ \t\u3000]+"
_DIGITS: Final = "0-9０-９一二三四五六七八九十"
_NUMBER: Final = rf"[(（]?[{_DIGITS}]{{1,3}}[)）]?(?:{_GAP})"
_ASKS: Final = re.compile(
    rf"(?:問題?|もんだい|とい|設問|[QＱ])[ \u3000]*(?:{_NUMBER}|[：:．.][ \u3000]*)(.+)"
)
_LABEL: Final = r"[ア-コあ-こA-JＡ-Ｊa-jａ-ｊ]|[①-⑩]|[0-9０-９]{1,2}"
_OPTION: Final = re.compile(rf"[(（]?({_LABEL})(?:{_GAP})(.+)|([①-⑩])(.+)")
_MARKED: Final = re.compile(r"([○◯〇✓☑●]|[×✕✗☒])[ \t\u3000]*(.+)")
_RIGHT: Final = "○◯〇✓☑●"


def _named(names: str, *, more: str = "") -> re.Pattern[str]:
    """Match a line that says what it is: 「答え　ア」, 「答え：ア」 or 「【答え】ア」."""
    parting = rf"[ \t\u3000]*[：:{more}][ \t\u3000]*|[ \t\u3000]+"
    return re.compile(rf"(?:[【〔\[](?:{names})[】〕\]][ \t\u3000]*|(?:{names})(?:{parting}))(.+)")


_BECAUSE: Final = re.compile(rf"[→⇒➡][ \t\u3000]*(.+)|{_named('わけ|理由|りゆう').pattern}")
_ANSWERED: Final = _named("答え|こたえ|正解|せいかい|正答", more="は")
_CLOSED: Final = _named("説明|せつめい|解説|かいせつ|ポイント")
_MISTAKEN: Final = _named("まちがい|間違い|誤答")
_HINTED: Final = _named("ヒント")
_ARROW: Final = re.compile(r"[→⇒➡]")
_AND: Final = re.compile(r"[、,，・\s\u3000]+|と")
_OR: Final = re.compile(r"[、／/]|または")
_ALL: Final = re.compile("すべて|全て|全部|ぜんぶ")
_KANA_LABELS: Final = "アイウエオカキクケコ"
_LABELS: Final = (_KANA_LABELS, "あいうえおかきくけこ", "ABCDEFGHIJ")
_MOST: Final = 10
"""Options, as many as there are labels."""


def parted(text: str) -> str:
    """Set the lines of a sheet apart, so that Markdown does not run them together.

    A text without a question comes back as it is.
    """
    lines = text.split("\n")
    if not any(_ASKS.fullmatch(line.strip(_BLANK)) for line in lines):
        return text
    out: list[str] = []
    for line in lines:
        bare = line.strip(_BLANK)
        if any(one.fullmatch(bare) for one in _LINES):
            out += ["", bare, ""]
        else:
            out.append(line)
    return "\n".join(out)


_LINES: Final = (_ASKS, _OPTION, _MARKED, _BECAUSE, _ANSWERED, _MISTAKEN, _CLOSED, _HINTED)


@dataclass(slots=True)
class _Sheet:
    """A question while its lines come in.

    Attributes:
        prompt: The lines of what is asked.
        blocks: All that it was made of.
        further: Those of them that are lines of the prompt, but for the first.
    """

    prompt: list[str]
    blocks: list[Block]
    further: list[Block] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    is_marked: bool = False
    said: str = ""
    mistaken: str = ""
    closing: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Whether its prompt is behind it."""
        return bool(self.answers or self.said or self.closing or self.hints)


def with_questions(blocks: Iterable[Block]) -> tuple[list[Block], list[str]]:
    """Find the questions in what was pasted.

    Returns:
        The blocks, with a ``Question`` in place of the lines of each; and how those begin that
        look like a question and could not be read as one. They are among the blocks as text.
    """
    out: list[Block] = []
    unread: list[str] = []
    sheet: _Sheet | None = None
    for block in _by_line(blocks):
        if sheet is not None and _goes_on(sheet, block):
            sheet.blocks.append(block)
            continue
        if sheet is not None:
            out += _closed(sheet, unread)
            sheet = None
        begun = _ASKS.fullmatch(_text(block)) if isinstance(block, Paragraph) else None
        if begun:
            sheet = _Sheet([begun.group(1)], [block])
        else:
            out.append(block)
    if sheet is not None:
        out += _closed(sheet, unread)
    return out, unread


def _by_line(blocks: Iterable[Block]) -> Iterator[Block]:
    """Part paragraphs of several lines, where one of them is a line of a sheet."""
    for block in blocks:
        lines = _text(block).split("\n") if isinstance(block, Paragraph) else []
        is_sheet = any(one.fullmatch(line.strip(_BLANK)) for line in lines for one in _LINES)
        if isinstance(block, Paragraph) and len(lines) > 1 and is_sheet:
            yield from _lines_of(block)
        else:
            yield block


def _lines_of(block: Paragraph) -> Iterator[Block]:
    line: list[Run] = []
    for run in block.runs:
        first, *more = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in more:
            yield replace(block, runs=tuple(line))
            line = [replace(run, text=text)]
    yield replace(block, runs=tuple(line))


def _text(block: Paragraph | Item) -> str:
    return "".join(run.text for run in block.runs).strip(_BLANK + "\n")


def _goes_on(sheet: _Sheet, block: Block) -> bool:
    """Take a block into a question; say whether it belonged there."""
    match block:
        case Paragraph(_, level) if not level:
            before = len(sheet.prompt)
            goes_on = _line(sheet, _text(block))
            sheet.further += [block] * (len(sheet.prompt) - before)
            return goes_on
        case Item():
            return not sheet.said and _listed(sheet, [(_text(block), "")])
        case List(_, items) if not sheet.answers and not sheet.said:
            rows = [_row(one) for one in items]
            return None not in rows and _listed(sheet, [one for one in rows if one])
    return False


def _row(blocks: Sequence[Block]) -> tuple[str, str] | None:
    """Return the text of an item of a list, and what is said below it."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(_text(block))
        elif isinstance(block, List):
            below = [_row(item) for item in block.items]
            texts += [text for row in below if row for text in row if text]
            if None in below:
                return None
        else:
            return None
    return (texts[0], "\n".join(_because(one) for one in texts[1:])) if texts else None


def _because(text: str) -> str:
    found = _BECAUSE.fullmatch(text)
    return _rest(found) if found else text


def _rest(found: re.Match[str]) -> str:
    """Return what a line says behind its sign, whichever of them it was."""
    return next(one for one in found.groups() if one is not None)


def _listed(sheet: _Sheet, rows: Sequence[tuple[str, str]]) -> bool:
    """Take items of a list as options, labeled by where they stand."""
    if len(sheet.answers) + len(rows) > _MOST:
        return False
    for text, why in rows:
        if not _option(sheet, text):
            _add(sheet, _KANA_LABELS[len(sheet.answers)], text)
        if why:
            sheet.answers[-1] = replace(sheet.answers[-1], why=why)
    return True


def _line(sheet: _Sheet, text: str) -> bool:
    if _ASKS.fullmatch(text):
        return False
    if found := _ANSWERED.fullmatch(text):
        sheet.said = _rest(found)
        return True
    if (found := _MISTAKEN.fullmatch(text)) and sheet.said and not sheet.answers:
        sheet.mistaken = _rest(found)
        return True
    return _remark(sheet, text) or _option(sheet, text) or _prompt(sheet, text)


def _remark(sheet: _Sheet, text: str) -> bool:
    """Take a line that explains: an option, the whole, or how one comes to it."""
    for pattern, told in ((_CLOSED, sheet.closing), (_HINTED, sheet.hints)):
        if found := pattern.fullmatch(text):
            told.append(_rest(found))
            return True
    found = _BECAUSE.fullmatch(text)
    if found is None or not sheet.answers:
        return False
    last = sheet.answers[-1]
    why = "\n".join(filter(None, (last.why, _rest(found))))
    sheet.answers[-1] = replace(last, why=why)
    return True


def _prompt(sheet: _Sheet, text: str) -> bool:
    """Take one more line of the prompt, unless that is behind."""
    if sheet.is_asked:
        return False
    sheet.prompt.append(text)
    return True


def _option(sheet: _Sheet, text: str) -> bool:
    if sheet.said or len(sheet.answers) == _MOST:
        return False
    if (found := _MARKED.fullmatch(text)) and (sheet.is_marked or not sheet.answers):
        sheet.is_marked = True
        sheet.labels.append("")
        sheet.answers.append(Answer(found.group(2), correct=found.group(1) in _RIGHT))
        return True
    found = _OPTION.fullmatch(text)
    if found is None or sheet.is_marked:
        return False
    _add(sheet, found.group(1) or found.group(3), found.group(2) or found.group(4))
    return True


def _add(sheet: _Sheet, label: str, text: str) -> None:
    sheet.labels.append(unicodedata.normalize("NFKC", label).upper())
    sheet.answers.append(Answer(text, correct=False))


def _closed(sheet: _Sheet, unread: list[str]) -> Iterator[Block]:
    if not sheet.answers and not sheet.said:  # nobody can say where such a question ends
        del sheet.prompt[1:]
        further = sheet.further
    else:
        further = []
    asked = _asked(sheet)
    if asked is not None and not faults_of(asked):
        yield Question(_to_be_filled(asked))
        yield from further
        return
    unread.append("".join(sheet.prompt)[:40])
    yield from sheet.blocks


def _asked(sheet: _Sheet) -> Asked | None:
    """Return the question, or None where its answer does not go with its options."""
    prompt, closing = "\n".join(sheet.prompt), "\n".join(sheet.closing)
    hints = tuple(sheet.hints)
    if not sheet.answers:
        return _written(sheet, prompt, closing, hints)
    if sheet.is_marked:
        answers = sheet.answers
    elif _ARROW.search(sheet.said):
        order = _chosen(sheet, _ARROW.split(sheet.said))
        if order is None or len(order) != len(sheet.answers):
            return None
        answers = [replace(sheet.answers[one], correct=True) for one in order]
        return Asked("order", prompt, tuple(answers), closing, hints)
    else:
        right = _chosen(sheet, _AND.split(sheet.said))
        if right is None:
            return None
        answers = [replace(a, correct=n in right) for n, a in enumerate(sheet.answers)]
    correct = sum(one.correct for one in answers)
    if not correct or (correct == len(answers) and correct == 1):
        return None
    kind = "multiple-response" if correct > 1 or _ALL.search(prompt) else "choice"
    return Asked(kind, prompt, tuple(answers), closing, hints)


def _written(sheet: _Sheet, prompt: str, closing: str, hints: tuple[str, ...]) -> Asked:
    words = tuple(
        Answer(one, correct=correct)
        for correct, said in ((True, sheet.said), (False, sheet.mistaken))
        for part in _OR.split(said)
        if (one := part.strip(_BLANK + "。"))
    )
    if not words:
        return Asked("extended-text", prompt, (), closing, hints)
    numbers = [unicodedata.normalize("NFKC", one.text) for one in words]
    is_number = all(re.fullmatch(r"-?\d+(?:\.\d+)?", one) for one in numbers)
    words = tuple(replace(one, why=closing) for one in words)
    return Asked("numeric" if is_number else "text-entry", prompt, words, closing, hints)


def _chosen(sheet: _Sheet, parts: Iterable[str]) -> list[int] | None:
    """Return which options are named, in that order; None where one is not there, or twice."""
    found: list[int] = []
    for part in parts:
        name = unicodedata.normalize("NFKC", part.strip(_BLANK + "。「」()（）")).upper()
        if not name:
            continue
        at = _at(sheet, name)
        if at is None or at in found:
            return None
        found.append(at)
    return found or None


def _at(sheet: _Sheet, name: str) -> int | None:
    """Return the option of a label; labels of a list may be written in any of the usual ways."""
    if name in sheet.labels:
        return sheet.labels.index(name)
    texts = [unicodedata.normalize("NFKC", one.text).upper() for one in sheet.answers]
    if name in texts:
        return texts.index(name)
    places = [labels.find(name) for labels in _LABELS if len(name) == 1]
    places.append(int(name) - 1 if name.isdecimal() else -1)
    at = max(places)
    is_list = "".join(sheet.labels) == _KANA_LABELS[: len(sheet.labels)]
    return at if is_list and 0 <= at < len(sheet.answers) else None


def _to_be_filled(asked: Asked) -> Asked:
    """Mark what a course asks for and a sheet of paper does not have."""
    kind = KINDS[asked.kind]
    answers = asked.answers
    if kind.needs_reasons:
        answers = tuple(replace(one, why=one.why or WHY) for one in answers)
    closing = asked.closing
    if kind.needs_closing:
        closing = closing or CLOSING
    return replace(asked, answers=answers, closing=closing)
