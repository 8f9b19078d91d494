"""The ``format`` a client asks statements in: exact, ids or canonical. Pure.

Source:
    xAPI 1.0.3, Communication 2.1.3 (format) and 2.1.3.s4 (language filtering); 2.0: 4.1.6.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Json = dict[str, Any]

_IDENTIFIERS: Final = ("mbox", "mbox_sha1sum", "openid", "account")
_ACTORS: Final = ("actor", "authority", "instructor", "team")
_COMPONENTS: Final = ("choices", "scale", "source", "target", "steps")


def as_ids(statement: Json) -> Json:
    """Leave of agents, groups, verbs and activities only what identifies them."""
    found = _agents_as_ids(statement)
    found["verb"] = {"id": found["verb"]["id"]}
    found["object"] = _object_as_ids(found["object"])
    context = found.get("context")
    if context:
        context = _agents_as_ids(context)
        if "contextActivities" in context:
            context["contextActivities"] = {
                kind: [_activity_as_ids(one) for one in its]
                for kind, its in context["contextActivities"].items()
            }
        for name, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
            if name in context:
                context[name] = [one | {kind: _agent_as_ids(one[kind])} for one in context[name]]
        found["context"] = context
    return found


def as_canonical(
    statement: Json, definitions: Mapping[str, Json], languages: Sequence[str]
) -> Json:
    """Show activities by their canonical definitions, and texts in one language.

    Args:
        statement: As it is stored.
        definitions: Canonical definitions by activity IRI; one that is missing stays as it is.
        languages: Wanted language tags, best first.
    """
    found = dict(statement)
    if "display" in found["verb"]:
        found["verb"] = found["verb"] | {
            "display": in_language(found["verb"]["display"], languages)
        }
    found["object"] = _object_as_canonical(found["object"], definitions, languages)
    activities = found.get("context", {}).get("contextActivities")
    if activities:
        shown = {
            kind: [_activity_as_canonical(one, definitions, languages) for one in its]
            for kind, its in activities.items()
        }
        found["context"] = found["context"] | {"contextActivities": shown}
    return found


def activities_in(statement: Json) -> Iterator[str]:
    """Go through the IRIs of the activities that ``as_canonical`` shows."""
    target = statement["object"]
    match target.get("objectType", "Activity"):
        case "Activity":
            yield target["id"]
        case "SubStatement":
            yield from activities_in(target)
    for its in statement.get("context", {}).get("contextActivities", {}).values():
        for one in its:
            yield one["id"]


def in_language(texts: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Choose one entry of a language map: the best wanted one, or else the first.

    A wanted ``en`` takes ``en-GB`` where there is no ``en``, and ``en-GB`` takes ``en``
    (RFC 4647, 3.4 lookup, with the reverse for our readers' sake).
    """
    by_tag = {tag.lower(): tag for tag in texts}
    for wanted in languages:
        tag = wanted.lower()
        near = [tag, tag.partition("-")[0]]
        near += [known for known in by_tag if known.startswith(f"{near[1]}-")]
        for one in near:
            if one in by_tag:
                return {by_tag[one]: texts[by_tag[one]]}
    return dict([next(iter(texts.items()))]) if texts else {}


def _agents_as_ids(part: Json) -> Json:
    return {k: _agent_as_ids(v) if k in _ACTORS else v for k, v in part.items()}


def _agent_as_ids(agent: Json) -> Json:
    kept = {k: v for k, v in agent.items() if k == "objectType" or k in _IDENTIFIERS}
    if not any(name in kept for name in _IDENTIFIERS) and "member" in agent:
        kept["member"] = [_agent_as_ids(one) for one in agent["member"]]
    return kept


def _object_as_ids(target: Json) -> Json:
    match target.get("objectType", "Activity"):
        case "Activity":
            return _activity_as_ids(target)
        case "SubStatement":
            return as_ids(target)
        case "StatementRef":
            return target
        case _:
            return _agent_as_ids(target)


def _activity_as_ids(activity: Json) -> Json:
    return {"id": activity["id"]}


def _object_as_canonical(
    target: Json, definitions: Mapping[str, Json], languages: Sequence[str]
) -> Json:
    match target.get("objectType", "Activity"):
        case "Activity":
            return _activity_as_canonical(target, definitions, languages)
        case "SubStatement":
            return as_canonical(target, definitions, languages)
        case _:
            return target


def _activity_as_canonical(
    activity: Json, definitions: Mapping[str, Json], languages: Sequence[str]
) -> Json:
    definition = definitions.get(activity["id"], activity.get("definition"))
    if not definition:
        return activity
    shown = dict(definition)
    for name in ("name", "description"):
        if name in shown:
            shown[name] = in_language(shown[name], languages)
    for name in _COMPONENTS:
        if name in shown:
            shown[name] = [
                one | {"description": in_language(one["description"], languages)}
                if "description" in one
                else one
                for one in shown[name]
            ]
    return activity | {"definition": shown}
