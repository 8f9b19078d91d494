"""A question in plain text → the syntax of the course files, and back. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from app.catalog.content import ASSET_ROOT
from app.catalog.questions import Question
from app.catalog.sources.faults import Fault
from app.catalog.sources.lesson import read_bank
from app.catalog.sources.lesson_compiler import LessonCompiler
from app.catalog.sources.translation.lookup import Translations
from app.itembanks.interchange.asked import Answer, Asked
from app.itembanks.sources import picture_paths
from app.items.item import Writing
from app.items.kinds import KINDS

PATH: Final = "item.md"
"""What a lone question is called in the faults that are found in it."""

_ALWAYS: Final = re.compile(r"[\\`*_{}\[\]<>&|]")
_AOZORA: Final = re.compile("｜(?=[^｜《]*《)")
_FIRST: Final = re.compile(r"[#+\-=:~]|\d{1,9}(?=[.)])")
_BLANK: Final = " \t　"
_KEYS: Final = "abcdefghijklmnopqrstuvwxyz"
_FILLER: Final = "."


# -- writing --------------------------------------------------------------------------------------


def written(asked: Asked, key: str) -> str:
    """Write a question as a block of a course file; its text cannot become anything but text.

    Args:
        asked: The question.
        key: Its key.

    Returns:
        The block, from ``:::`` to ``:::`` and a line end.
    """
    kind = KINDS[asked.kind]
    lines = [f"::: {asked.kind} #{key}", *_paragraphs(asked.prompt)]
    for hint in asked.hints:
        first, *more = _paragraphs(hint) or [""]
        lines += ["", f"> [!TIP] {first}", *(_quoted(line) for line in more)]
    lines += ["", *_options(asked, kind.written_as)] if asked.answers or asked.places else []
    if asked.closing.strip():
        lines += ["", *(_quoted(line) for line in _paragraphs(asked.closing))]
    return "\n".join([*lines, ":::", ""])


def _options(asked: Asked, writing: Writing) -> Iterator[str]:
    if writing not in {Writing.GROUPS, Writing.GAPS}:
        for number, answer in enumerate(asked.answers):
            mark = _mark(answer, writing, number + 1)
            yield f"{mark} {literal(answer.text)} #{_key(number)}"
            yield from _explanation(answer, " " * max(2, len(mark) + 1 if mark[0] != "-" else 2))
        return
    keys = {place: f"p{number + 1}" for number, place in enumerate(asked.places)}
    for place in asked.places:
        yield f"- **{literal(place).replace(chr(92) + '*', '&#42;')}** #{keys[place]}"
        for number, answer in enumerate(asked.answers):
            if answer.place == place:
                yield f"  {_mark(answer, writing, 1)} {literal(answer.text)} #{_key(number)}"
                yield from _explanation(answer, "    ")


def _mark(answer: Answer, writing: Writing, number: int) -> str:
    if writing is Writing.STEPS:
        return f"{number}."
    if writing in {Writing.TASKS, Writing.GAPS}:
        return "- [x]" if answer.correct else "- [ ]"
    return "-"


def _explanation(answer: Answer, indent: str) -> Iterator[str]:
    for line in _paragraphs(answer.why):
        yield f"{indent}{_quoted(line)}"


def _key(number: int) -> str:
    """Return a, b … z, a2, b2 …: short, and none that means something else."""
    turn, letter = divmod(number, len(_KEYS))
    return _KEYS[letter] + (str(turn + 1) if turn else "")


def literal(text: str) -> str:
    """Write a text on one line so that it is shown as it is, whatever signs are in it."""
    flat = " ".join(text.split("\n")).strip(_BLANK)
    escaped = _AOZORA.sub("&#65372;", _ALWAYS.sub(lambda match: f"\\{match[0]}", flat))
    return _FIRST.sub(_harmless, escaped, count=1) if _FIRST.match(escaped) else escaped


def _harmless(match: re.Match[str]) -> str:
    """Take from a sign at the start of a line what it would mean there."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _paragraphs(text: str) -> list[str]:
    """Return the lines of a text, one for each of its own, with empty ones between them.

    Two lines of Markdown would run together, so each becomes a paragraph.
    """
    kept = [literal(line) for line in text.split("\n") if line.strip(_BLANK)]
    return [line for one in kept for line in (one, "")][:-1]


def _quoted(line: str) -> str:
    return f"> {line}" if line else ">"


# -- reading --------------------------------------------------------------------------------------


def read_item(
    source: str, addresses: Mapping[str, str] | None = None
) -> tuple[Question | None, tuple[Fault, ...]]:
    """Read a lone question as it is written in a course file, with everything wrong in it.

    Args:
        source: The block, and the ``easy`` block after it if it has one.
        addresses: Of the files it shows, by path; None where nobody is going to look at them.

    Returns:
        The question, None when there is not exactly one, and its faults.
    """
    faults: list[Fault] = []
    data = source.encode()
    lesson = read_bank(PATH, "item", data, faults)
    asked = [block for block in lesson.blocks if block.kind in KINDS]
    others = [block for block in lesson.blocks if block.kind not in {*KINDS, "easy"}]
    is_closed = source.rstrip().endswith("\n:::")
    if len(asked) != 1 or others or not asked[0].key or not is_closed:
        mend = "「::: 種類 #キー」から「:::」までの、問題1つだけにします。"
        faults.append(Fault(PATH, 1, "問題が1つではありません", mend))
        return None, tuple(sorted(set(faults)))
    if addresses is None:
        addresses = {path: _address(path) for path in picture_paths(source)}
    compiler = LessonCompiler(lesson, addresses, Translations({}))
    compiled = compiler.compile()
    found = next((step.question for step in compiled.steps if step.question), None)
    faults += compiler.faults
    return found, tuple(sorted(set(faults)))


def _address(path: str, digest: str = "0" * 64) -> str:
    return f"{ASSET_ROOT}{digest}.{path.rpartition('.')[2].lower()}"


def addresses_of(digests: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of files: path → SHA-256 becomes path → as in a published course."""
    return {path: _address(path, digest) for path, digest in digests.items()}


def asked_of(
    question: Question, *, grades: tuple[int, ...] = (), items: tuple[str, ...] = ()
) -> Asked:
    """Return a question as plain text: readings, emphasis and pictures are not in it."""
    item, names = question.item, {key: text.plain for key, text in question.targets.items()}
    return Asked(
        kind=item.kind,
        prompt=question.prompt.plain,
        answers=tuple(
            Answer(
                question.options[option.key].text.plain,
                option.correct,
                question.options[option.key].explanation.plain,
                names.get(option.target, ""),
            )
            for option in item.options
        ),
        closing=question.closing.plain if question.closing else "",
        hints=tuple(hint.plain for hint in question.hints),
        places=tuple(names.values()),
        grades=grades,
        items=items,
    )


# -- looking twice --------------------------------------------------------------------------------


def faults_of(asked: Asked) -> tuple[str, ...]:
    """Say what keeps a question from being written down, in Japanese.

    A missing explanation or closing remark does not: it is for its author to add. The question
    is written, read again, and must be the same.
    """
    whole = _filled(asked)
    found, faults = read_item(written(whole, "q"))
    if faults:
        return tuple(dict.fromkeys(f"{fault.message}。{fault.mend}" for fault in faults))
    if found is None or asked_of(found) != _shown(whole):
        return ("そのままでは書きうつせない文字があります。",)
    return ()


def _filled(asked: Asked) -> Asked:
    """Put something where only an author can say what belongs there."""
    kind = KINDS[asked.kind]
    answers = tuple(
        replace(one, why=one.why if one.why.strip() or not kind.needs_reasons else _FILLER)
        for one in asked.answers
    )
    closing = asked.closing
    if kind.needs_closing and not closing.strip():
        closing = _FILLER
    return replace(asked, answers=answers, closing=closing)


def _shown(asked: Asked) -> Asked:
    """Return a question as it reads once it was written: without what no eye sees."""
    answers = tuple(
        Answer(_line(one.text), one.correct, _lines(one.why), _line(one.place))
        for one in asked.answers
    )
    return Asked(
        asked.kind,
        _lines(asked.prompt),
        answers,
        _lines(asked.closing),
        tuple(_lines(hint) for hint in asked.hints),
        tuple(_line(place) for place in asked.places),
    )


def _line(text: str) -> str:
    return " ".join(text.split("\n")).strip(_BLANK)


def _lines(text: str) -> str:
    kept = (line.strip(_BLANK) for line in text.split("\n"))
    return "\n".join(line for line in kept if line)
