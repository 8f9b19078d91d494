"""Rules of whole statements: result, context, attachments, SubStatements, voiding."""

from typing import Any

from app.xapi.validate.activities import Activities
from app.xapi.validate.actors import Actors
from app.xapi.validate.editions import (
    DURATION,
    FLAG,
    IRI,
    LANGUAGE,
    LENGTH,
    MEDIA_TYPE,
    NUMBER,
    SCALED,
    SHA2,
    TEXT,
    UUID,
    Edition,
    constant,
)
from app.xapi.validate.formats import is_number
from app.xapi.validate.shapes import Fault, Shape, Walk, each_is, items, shown
from app.xapi.vocabulary import SIGNATURE, VOIDED

_ACTIVITY_ONLY = ("revision", "platform")


class Statements:
    """The rules of one edition for a statement, and for the one that may lie inside it."""

    def __init__(self, edition: Edition) -> None:
        """Write the tables."""
        self._sections = edition.sections
        self.actors = Actors(edition)
        self._activities = Activities(edition)
        self._reference = Shape(
            "a StatementRef",
            edition.sections["reference"],
            leaves={"objectType": constant("StatementRef"), "id": UUID},
            required=("objectType", "id"),
        )
        self._score_shape = Shape(
            "a Score",
            edition.sections["score"],
            leaves={"scaled": SCALED, "raw": NUMBER, "min": NUMBER, "max": NUMBER},
        )
        shared: dict[str, Walk] = {
            "actor": self.actors.actor,
            "verb": self._verb(),
            "result": self._result(),
            "context": self._context(edition),
            "attachments": items(self._attachment_rule(), edition.sections["attachment"]),
        }
        needed = ("actor", "verb", "object")
        self._sub_statement = Shape(
            "a SubStatement",
            edition.sections["reference"],
            leaves={"objectType": constant("SubStatement"), "timestamp": edition.timestamp},
            walks={**shared, "object": self._object({})},
            required=("objectType", *needed),
        )
        self._statement = Shape(
            "a Statement",
            edition.sections["statement"],
            leaves={
                "id": UUID,
                "timestamp": edition.timestamp,
                "stored": edition.timestamp,
                "version": edition.statement_version,
            },
            walks={
                **shared,
                "authority": self.actors.authority,
                "object": self._object({"SubStatement": self._inner}),
            },
            required=needed,
        )

    def statement(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check a statement and the agreements between its parts."""
        found = self._statement.read(value, at, faults)
        if found is not None:
            self._agreements(found, at, faults)

    def _inner(self, value: object, at: str, faults: list[Fault]) -> None:
        found = self._sub_statement.read(value, at, faults)
        if found is not None:
            self._agreements(found, at, faults)

    def _agreements(self, found: dict[str, Any], at: str, faults: list[Fault]) -> None:
        target = found.get("object")
        kind = target.get("objectType", "Activity") if isinstance(target, dict) else "Activity"
        context = found.get("context")
        if kind != "Activity" and isinstance(context, dict):
            for key in _ACTIVITY_ONLY:
                if key in context:
                    message = "must only be used when the object is an Activity"
                    where = f"({self._sections['context']})"
                    faults.append(Fault(f"{at}.context.{key}", f"{message} {where}"))
        verb = found.get("verb")
        if isinstance(verb, dict) and verb.get("id") == VOIDED.id and kind != "StatementRef":
            message = "of a voiding statement must be a StatementRef"
            faults.append(Fault(f"{at}.object", f"{message} ({self._sections['voiding']})"))

    def _object(self, more: dict[str, Walk]) -> Walk:
        kinds: dict[str, Walk] = {
            "Activity": self._activities.activity,
            "Agent": self.actors.agent,
            "Group": self.actors.group,
            "StatementRef": self._reference,
            **more,
        }
        names = ", ".join(kinds)
        section = self._sections["object"]

        def walk(value: object, at: str, faults: list[Fault]) -> None:
            if type(value) is not dict:
                faults.append(Fault(at, f"must be an object ({section})"))
                return
            kind = value.get("objectType", "Activity")
            rule = kinds.get(kind) if type(kind) is str else None
            if rule is not None:
                rule(value, at, faults)
                return
            message = f"must be one of {names}, not {shown(kind)}"
            faults.append(Fault(f"{at}.objectType", f"{message} ({section})"))

        return walk

    def _verb(self) -> Shape:
        return Shape(
            "a Verb",
            self._sections["verb"],
            leaves={"id": IRI},
            walks={"display": self._activities.language_map},
            required=("id",),
        )

    def _result(self) -> Shape:
        return Shape(
            "a Result",
            self._sections["result"],
            leaves={"success": FLAG, "completion": FLAG, "response": TEXT, "duration": DURATION},
            walks={"score": self._score, "extensions": self._activities.extensions},
        )

    def _score(self, value: object, at: str, faults: list[Fault]) -> None:
        found = self._score_shape.read(value, at, faults)
        if found is None:
            return
        low, raw, high = found.get("min"), found.get("raw"), found.get("max")
        section = self._sections["score"]
        if is_number(low) and is_number(high) and low >= high:
            faults.append(Fault(f"{at}.min", f"must be less than max ({section})"))
        if is_number(raw) and is_number(low) and raw < low:
            faults.append(Fault(f"{at}.raw", f"must not be less than min ({section})"))
        if is_number(raw) and is_number(high) and raw > high:
            faults.append(Fault(f"{at}.raw", f"must not be more than max ({section})"))

    def _context(self, edition: Edition) -> Shape:
        section = edition.sections["context"]
        walks: dict[str, Walk] = {
            "instructor": self.actors.actor,
            "team": self.actors.group,
            "statement": self._reference,
            "contextActivities": self._context_activities(),
            "extensions": self._activities.extensions,
        }
        if edition.has_context_agents:
            types = items(each_is(IRI, section), section, least=1)
            for kind, rule in (("agent", self.actors.agent), ("group", self.actors.group)):
                name = f"context{kind.capitalize()}"
                shape = Shape(
                    f"a {name}",
                    section,
                    leaves={"objectType": constant(name)},
                    walks={kind: rule, "relevantTypes": types},
                    required=("objectType", kind),
                )
                walks[f"{name}s"] = items(shape, section)
        return Shape(
            "a Context",
            section,
            leaves={
                "registration": UUID,
                "revision": TEXT,
                "platform": TEXT,
                "language": LANGUAGE,
            },
            walks=walks,
        )

    def _context_activities(self) -> Shape:
        section = self._sections["context activities"]
        activity = self._activities.activity
        several = items(activity, section)

        def walk(value: object, at: str, faults: list[Fault]) -> None:
            # 1.0.0 had a single activity here, and every store must still take it.
            (activity if type(value) is dict else several)(value, at, faults)

        kinds = ("parent", "grouping", "category", "other")
        return Shape("contextActivities", section, walks=dict.fromkeys(kinds, walk))

    def _attachment_rule(self) -> Walk:
        shape = Shape(
            "an Attachment",
            self._sections["attachment"],
            leaves={
                "usageType": IRI,
                "contentType": MEDIA_TYPE,
                "length": LENGTH,
                "sha2": SHA2,
                "fileUrl": IRI,
            },
            walks={
                "display": self._activities.language_map,
                "description": self._activities.language_map,
            },
            required=("usageType", "display", "contentType", "length", "sha2"),
        )
        message = (
            f"of a signature must be application/octet-stream ({self._sections['signature']})"
        )

        def walk(value: object, at: str, faults: list[Fault]) -> None:
            found = shape.read(value, at, faults)
            if (
                found is not None
                and found.get("usageType") == SIGNATURE
                and found.get("contentType") != "application/octet-stream"
            ):
                faults.append(Fault(f"{at}.contentType", message))

        return walk
