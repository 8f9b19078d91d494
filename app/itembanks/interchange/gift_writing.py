"""Questions → GIFT, as far as GIFT has them. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from app.itembanks.interchange.asked import Answer, Asked
from app.items.numeric import accepted_range
from app.sheets.errors import Unreadable

_SIGNS: Final = re.compile(r"[~=#{}:\\]")
_FORMAT: Final = re.compile(r"\s*\[(?:html|moodle|plain|markdown)\]")
_WEIGHT: Final = re.compile(r"\s*%-?\d")
_WHOLE: Final = 100
_PAIRED: Final = frozenset({"match", "categorize"})


def written_gift(
    questions: Iterable[tuple[str, Asked, str]], category: str
) -> tuple[str, list[tuple[int, str]]]:
    """Write a GIFT file.

    Args:
        questions: (key, question, why it is not to be written or "").
        category: The name of the question bank.

    Returns:
        The file, and (number of the question from 0, reason) of each that it does not ask: the
        reason stands in a comment there too.
    """
    pieces = [f"$CATEGORY: $course$/{_one_line(category).replace('/', '／')}", ""]
    left_out = list[tuple[int, str]]()
    for number, (key, asked, refused) in enumerate(questions):
        try:
            if refused:
                raise Unreadable(refused)
            block = "\n".join([*_comments(key, asked), _question(key, asked)])
        except Unreadable as error:
            left_out.append((number, str(error)))
            block = f"// {key}: {error}"
        pieces += [block, ""]
    return "\n".join(pieces), left_out


def lost_in_gift(asked: Asked) -> tuple[str, ...]:
    """Return what a question that GIFT can ask does not have there, in Japanese."""
    has_reasons = any(one.why for one in asked.answers)
    lost = {
        "ヒント（注として書きます）": bool(asked.hints),
        "組み合わせごとの説明": asked.kind in _PAIRED and has_reasons,
    }
    return tuple(name for name, is_lost in lost.items() if is_lost)


def _comments(key: str, asked: Asked) -> Iterator[str]:
    tags = [*asked.items, *(f"grade:{grade}" for grade in asked.grades)]
    yield f"// [id:{key}]" + "".join(f" [tag:{tag}]" for tag in tags)
    for hint in asked.hints:
        yield f"// ヒント：{_one_line(hint)}"


def _question(key: str, asked: Asked) -> str:
    write = _WRITERS.get(asked.kind)
    if write is None:
        raise Unreadable("この種類の問題は、GIFTにはありません。")
    before, inside, after = write(asked)
    space = "" if after else " "
    name = _escaped(_one_line(asked.name or key))
    closing = f"####{_text(asked.closing)}" if asked.closing else ""
    return f"::{name}::[plain]{before}{space}{{{inside}{closing}}}{after}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda match: f"\\{match[0]}", text).replace("\n", "\\n")


def _text(text: str) -> str:
    """Write a text; one that begins like a text format is told to be plain."""
    return f"[plain]{_escaped(text)}" if _FORMAT.match(text) else _escaped(text)


def _answer(sign: str, answer: Answer, weight: float | None = None) -> str:
    if weight is None and _WEIGHT.match(answer.text):  # it would be read as one
        weight = _WHOLE if sign == "=" else 0
    share = "" if weight is None else f"%{weight:.7g}%"
    why = f"#{_text(answer.why)}" if answer.why else ""
    return f"{sign}{share}{_text(answer.text)}{why}"


def _choice(asked: Asked) -> tuple[str, str, str]:
    inside = "".join(_answer("=" if one.correct else "~", one) for one in asked.answers)
    return _escaped(asked.prompt), inside, ""


def _multiple(asked: Asked) -> tuple[str, str, str]:
    share = _WHOLE / max(1, sum(one.correct for one in asked.answers))
    return (
        _escaped(asked.prompt),
        "".join(_answer("~", one, share if one.correct else -share) for one in asked.answers),
        "",
    )


def _typed(asked: Asked) -> tuple[str, str, str]:
    if any("->" in one.text + one.why for one in asked.answers):
        raise Unreadable("「->」のある答えは、GIFTに書けません。")
    inside = "".join(_answer("=", one, None if one.correct else 0) for one in asked.answers)
    return _escaped(asked.prompt), inside, ""


def _numeric(asked: Asked) -> tuple[str, str, str]:
    pieces = []
    for one in asked.answers:
        found = accepted_range(one.text)
        if found is None:
            raise Unreadable(f"「{one.text}」を数として読めません。")
        low, high = found
        number = f"{low:f}" if low == high else f"{low:f}..{high:f}"
        share = "" if one.correct else "%0%"
        why = f"#{_text(one.why)}" if one.why else ""
        pieces.append(f"={share}{number}{why}")
    return _escaped(asked.prompt), "#" + "".join(pieces), ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    written = []
    for stem, value in pairs:
        if "->" in stem or "->" in value:
            raise Unreadable("「->」のある組み合わせは、GIFTに書けません。")
        written.append(f"={_text(stem)} -> {_text(value)}")
    return "".join(written)


def _match(asked: Asked) -> tuple[str, str, str]:
    return _escaped(asked.prompt), _pairs((one.place, one.text) for one in asked.answers), ""


def _categorize(asked: Asked) -> tuple[str, str, str]:
    used = {one.place for one in asked.answers}
    things = [(one.text, one.place) for one in asked.answers]
    empty = [("", place) for place in asked.places if place not in used]
    return _escaped(asked.prompt), _pairs([*things, *empty]), ""


def _missing_word(asked: Asked) -> tuple[str, str, str]:
    before, gap, after = asked.prompt.partition(f"［{asked.places[0]}］")
    if len(asked.places) != 1 or not gap or not after.strip():
        raise Unreadable("空らんが1つで、文の終わりにないものだけを、GIFTに書けます。")
    inside = "".join(_answer("=" if one.correct else "~", one) for one in asked.answers)
    return _escaped(before), inside, _text(after)


def _essay(asked: Asked) -> tuple[str, str, str]:
    if asked.answers:
        raise Unreadable("えらぶカードは、GIFTにはありません。")
    return _escaped(asked.prompt), "", ""


_WRITERS: Final[Mapping[str, Callable[[Asked], tuple[str, str, str]]]] = {
    "choice": _choice,
    "multiple-response": _multiple,
    "text-entry": _typed,
    "numeric": _numeric,
    "match": _match,
    "categorize": _categorize,
    "inline-choice": _missing_word,
    "extended-text": _essay,
}
