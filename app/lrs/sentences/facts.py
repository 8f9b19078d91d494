"""Everything a statement says, term by term, for the page beside its sentence."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from app.lrs.sentences import naming
from app.lrs.sentences.answers import answer_text
from app.lrs.sentences.figures import duration_text, instant_of, instant_text, number_text
from app.lrs.sentences.known import Known, activities_around
from app.lrs.sentences.telling import success_text
from app.lrs.sentences.verbs import clean, in_japanese, tail, verb_word

Json = dict[str, Any]

_LONGEST_VALUE = 300
"""Characters of an extension's value; the whole of it stands in the raw statement."""


class Term(enum.StrEnum):
    """What a fact is about; pages have the words."""

    WHO = "who"
    DID = "did"
    WHAT = "what"
    DESCRIPTION = "description"
    RESULT = "result"
    ANSWER = "answer"
    AROUND = "around"
    PEOPLE = "people"
    RUN = "run"
    EDITION = "edition"
    ABOUT = "about"
    HAPPENED = "happened"
    STORED = "stored"
    TOOL = "tool"
    VERSION = "version"
    ATTACHMENTS = "attachments"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a statement says: in words, and by the name the statement gives it."""

    term: Term
    text: str
    exact: str = ""


def facts(statement: Json, known: Known) -> tuple[Fact, ...]:
    """List what a valid statement says; people whom the reader may not see have no name in it."""
    return tuple(fact for fact in _facts(statement, known) if fact.text or fact.exact)


def _facts(statement: Json, known: Known) -> Iterator[Fact]:
    verb, target = statement["verb"], statement["object"]
    yield Fact(Term.WHO, naming.who(statement["actor"], known))
    yield Fact(Term.DID, verb_word(verb["id"], verb.get("display")), verb["id"])
    yield from _target(target, known)
    yield from _result(statement, known)
    yield from _context(statement.get("context", {}), statement, known)
    for key, term in (("timestamp", Term.HAPPENED), ("stored", Term.STORED)):
        instant = instant_of(statement, key)
        if instant is not None:
            yield Fact(term, instant_text(instant), statement[key])
    yield Fact(Term.TOOL, naming.tool(statement.get("authority")))
    yield Fact(Term.VERSION, f"xAPI {statement['version']}" if "version" in statement else "")
    for attachment in statement.get("attachments", ()):
        name = in_japanese(attachment["display"]) or tail(attachment["usageType"])
        size = f"{attachment['contentType']}、{number_text(attachment['length'])}バイト"
        yield Fact(Term.ATTACHMENTS, f"{name}（{clean(size)}）", attachment["usageType"])


def _target(target: Json, known: Known) -> Iterator[Fact]:
    match target.get("objectType", "Activity"):
        case "Activity":
            kind, name = naming.kind(target, known), naming.title(target, known)
            yield Fact(Term.WHAT, f"{kind}「{name}」", target["id"])
            description = in_japanese(target.get("definition", {}).get("description"))
            yield Fact(Term.DESCRIPTION, "" if description == name else description)
        case "StatementRef":
            yield Fact(Term.WHAT, "ほかの記録", target["id"])
        case "SubStatement":
            actor, verb = naming.who(target["actor"], known), target["verb"]
            told = f"{actor}、{verb_word(verb['id'], verb.get('display'))}"
            yield Fact(Term.WHAT, f"べつの記録の形で書かれたこと（{told}）", verb["id"])
        case _:
            yield Fact(Term.WHAT, naming.who(target, known))


def _result(statement: Json, known: Known) -> Iterator[Fact]:
    result = statement.get("result", {})
    if "success" in result:
        told = success_text(statement, is_good=result["success"])
        yield Fact(Term.RESULT, told, f"success: {_json(result['success'])}")
    if "completion" in result:
        told = "最後まで終えた" if result["completion"] else "途中まで"
        yield Fact(Term.RESULT, told, f"completion: {_json(result['completion'])}")
    for key, value in result.get("score", {}).items():
        yield Fact(Term.RESULT, f"{_SCORE[key]} {number_text(value)}", f"score.{key}")
    if "duration" in result:
        yield Fact(
            Term.RESULT, f"かかった時間 {duration_text(result['duration'])}", result["duration"]
        )
    yield Fact(Term.ANSWER, answer_text(statement, known), result.get("response", ""))
    yield from _extensions(result)


_SCORE = {
    "scaled": "満点を1とした点",
    "raw": "点",
    "min": "いちばん低い点",
    "max": "いちばん高い点",
}


def _context(context: Json, statement: Json, known: Known) -> Iterator[Fact]:
    for kind, word in _AROUND:
        for activity in activities_around(statement, kind):
            name = naming.title(activity, known)
            yield Fact(
                Term.AROUND, f"{word}：{naming.kind(activity, known)}「{name}」", activity["id"]
            )
    yield from _people(context, known)
    yield Fact(Term.RUN, "", context.get("registration", ""))
    for key in ("revision", "platform", "language"):
        yield Fact(Term.EDITION, clean(context.get(key, "")), key if key in context else "")
    if "statement" in context:
        yield Fact(Term.ABOUT, "くわしく書かれた記録", context["statement"]["id"])
    yield from _extensions(context)


_AROUND = (
    ("parent", "すぐ外がわ"),
    ("grouping", "全体"),
    ("category", "種類"),
    ("other", "そのほか"),
)


def _people(context: Json, known: Known) -> Iterator[Fact]:
    for key, word in (("instructor", "教えた人"), ("team", "いっしょにした人")):
        if key in context:
            yield Fact(Term.PEOPLE, f"{word}：{naming.who(context[key], known)}")
    for key, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
        for it in context.get(key, ()):
            yield Fact(Term.PEOPLE, f"かかわった人：{naming.who(it[kind], known)}")


def _extensions(part: Json) -> Iterator[Fact]:
    for iri, value in part.get("extensions", {}).items():
        text = value if isinstance(value, str) else _json(value)
        yield Fact(Term.MORE, f"{tail(iri)}：{clean(text)[:_LONGEST_VALUE]}", iri)


def _json(value: object) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # deeper than orjson writes, or with a number that it cannot
        return "もとのデータに書かれています"
