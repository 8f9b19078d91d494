"""One statement as one sentence: who, what, and how it came out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from app.lrs.sentences import naming
from app.lrs.sentences.answers import answer_text
from app.lrs.sentences.figures import duration_text, instant_of, number_text, score_text
from app.lrs.sentences.known import Known
from app.lrs.sentences.verbs import PHRASES, clean, in_japanese, short, tail
from app.xapi.vocabulary import (
    ANSWERED,
    CMI5_PROGRESS,
    CMI5_REASON,
    COMPLETED,
    FAILED,
    PASSED,
    SATISFIED,
    VOIDED,
    Extension,
)

Json = dict[str, Any]
Mark = Literal["good", "part", "note", "wait"]

_ATTEMPT_ENDS: Final = f"/extensions/{Extension.ATTEMPT}"
"""Of the IRI of our own extension, whatever base the installation has."""
_MOST_ATTEMPTS = 10_000
_ALL = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; ``kind`` says what a page may set in bold."""

    text: str
    kind: Literal["who", "did", "plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement read aloud.

    Attributes:
        parts: The sentence, in order.
        mark: ``good`` for what succeeded, ``part`` for what did not yet, ``wait`` for taking
            back, ``note`` for the rest; as ``ui.state`` marks it.
        aside: What one reads beside it: the course, the answer, the tool it came from.
        happened: When, in Japan, as its sender says.
    """

    parts: tuple[Part, ...]
    mark: Mark
    aside: tuple[str, ...]
    happened: datetime | None

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(part.text for part in self.parts)


def tell(statement: Json, known: Known) -> Sentence:
    """Make the sentence of a valid statement."""
    outcome = "、".join(_outcome(statement))
    parts = (*_clause(statement, known), Part(f"（{outcome}）。" if outcome else "。"))
    return Sentence(
        parts=tuple(part for part in parts if part.text),
        mark=_mark(statement),
        aside=tuple(_aside(statement, known)),
        happened=instant_of(statement, "timestamp"),
    )


def _clause(part: Json, known: Known) -> tuple[Part, ...]:
    """Return who did what, without the outcome and the stop."""
    verb = part["verb"]
    phrase = PHRASES.get(verb["id"])
    actor = (Part(naming.who(part["actor"], known), "who"), Part("が、"))
    what = _what(part, known)
    if phrase is None:
        word = short(in_japanese(verb.get("display")) or tail(verb["id"]))
        return (*actor, Part(f"{what}に対して"), Part(f"「{word}」", "did"), Part("をしました"))
    is_whole_course = verb["id"] == COMPLETED.id and what.startswith("講座")
    past = "修了しました" if is_whole_course else phrase.past
    return (*actor, Part(f"{what}{phrase.particle}"), Part(past, "did"))


def _what(part: Json, known: Known) -> str:
    target = part["object"]
    match target.get("objectType", "Activity"):
        case "Activity":
            name = short(naming.title(target, known))
            return f"{naming.place(target, part, known)}{naming.kind(target, known)}「{name}」"
        case "StatementRef":
            other = known.statements.get(target["id"].lower())
            return f"「{_retold(other, known)}」という記録" if other else "ほかの記録"
        case "SubStatement":
            return f"「{_retold(target, known)}」ということ"
        case _:
            return naming.who(target, known)


def _retold(part: Json, known: Known) -> str:
    """Return a statement inside another; what it points at itself is not told again."""
    inner = Known(known.people, known.sees_strangers, known.activities)
    return "".join(piece.text for piece in _clause(part, inner))


def _outcome(statement: Json) -> Iterator[str]:
    context, result = statement.get("context", {}), statement.get("result", {})
    attempt = _attempt(context)
    if attempt:
        yield f"{attempt}回目"
    if "success" in result and statement["verb"]["id"] not in {PASSED.id, FAILED.id}:
        yield success_text(statement, is_good=result["success"])
    if "completion" in result and statement["verb"]["id"] != COMPLETED.id:
        yield "最後まで" if result["completion"] else "途中まで"
    score = score_text(result.get("score", {}))
    if score:
        yield score
    percent = result.get("extensions", {}).get(CMI5_PROGRESS)
    if type(percent) in {int, float} and 0 <= percent <= _ALL and "score" not in result:
        yield f"{number_text(percent)}%まで"
    if "duration" in result:
        yield duration_text(result["duration"])


def success_text(statement: Json, *, is_good: bool) -> str:
    """Return what success, or the lack of it, is called for what was done."""
    verb, target = statement["verb"]["id"], statement["object"]
    if verb == ANSWERED.id or "interactionType" in target.get("definition", {}):
        return "正解" if is_good else "正解ではない"
    if verb in {COMPLETED.id, PASSED.id, FAILED.id}:
        return "合格" if is_good else "合格に届かず"
    return "うまくいった" if is_good else "うまくいかなかった"


def _attempt(context: Json) -> int | None:
    for iri, value in context.get("extensions", {}).items():
        if iri.endswith(_ATTEMPT_ENDS) and type(value) is int and 0 < value < _MOST_ATTEMPTS:
            return value
    return None


def _mark(statement: Json) -> Mark:
    verb, result = statement["verb"]["id"], statement.get("result", {})
    if verb == VOIDED.id:
        return "wait"
    success = result.get("success", {FAILED.id: False}.get(verb))
    if success is False:
        return "part"
    is_done = (
        success or result.get("completion") or verb in {PASSED.id, COMPLETED.id, SATISFIED.id}
    )
    return "good" if is_done else "note"


def _aside(statement: Json, known: Known) -> Iterator[str]:
    result = statement.get("result", {})
    answer = answer_text(statement, known)
    if answer:
        yield f"答え：{short(answer)}"
    reason = result.get("extensions", {}).get(CMI5_REASON)
    if isinstance(reason, str) and clean(reason):
        yield f"理由：{short(clean(reason))}"
    around = naming.surroundings(statement, known)
    if around:
        yield short(around[-1])
    tool = naming.tool(statement.get("authority"))
    if tool and tool != naming.OURSELVES:
        yield f"{tool}から"
