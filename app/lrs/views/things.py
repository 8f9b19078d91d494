"""The small resources: agents, activities, about."""

from typing import TYPE_CHECKING

import orjson

from app.db import reading
from app.lrs.queries.things import definition_of, names_of
from app.lrs.views.call import json_response, only, read_iri
from app.lrs.views.tagged import read_identified, tagged
from app.xapi.validate.actors import IFIS

if TYPE_CHECKING:
    from flask import Response

    from app.db import Json
    from app.lrs.views.call import Call

VERSIONS = ("2.0.0", "1.0.3", "1.0.2", "1.0.1", "1.0.0")
"""The versions of xAPI that are spoken here, the newest first."""


def get_agent(call: "Call") -> "Response":
    """Answer with the Person that an Agent is: what was asked, and the names we know.

    Nothing else is told: which identifiers belong to one person is for nobody to collect.

    Source:
        1.0.3, Communication 2.4; 2.0, 4.1.6.3.
    """
    only(call, allowed=("agent",), required=("agent",))
    agent, word = read_identified(call, groups=False)
    known = names_of(reading(), word) if call.caller.may("statements/read") else ()
    return tagged(call, orjson.dumps(_person(agent, known)))


def get_activity(call: "Call") -> "Response":
    """Answer with an activity and its canonical definition; unknown ones have none.

    Source:
        1.0.3, Communication 2.5; 2.0, 4.1.6.4.
    """
    only(call, allowed=("activityId",), required=("activityId",))
    iri = read_iri(call, "activityId")
    activity: Json = {"objectType": "Activity", "id": iri}
    definition = definition_of(reading(), iri) if iri is not None else None
    if definition is not None:
        activity["definition"] = orjson.Fragment(definition)
    return tagged(call, orjson.dumps(activity))


def get_about(call: "Call") -> "Response":
    """Answer with the versions that are spoken here; whoever asks, and in whatever version.

    Source:
        1.0.3, Communication 2.8; 2.0, 4.1.6.7.
    """
    only(call, allowed=())
    return json_response({"version": VERSIONS})


def _person(agent: "Json", names: tuple[str, ...]) -> "Json":
    asked = (agent["name"],) if "name" in agent else ()
    person: Json = {"objectType": "Person"}
    if asked or names:
        person["name"] = list(dict.fromkeys((*asked, *names)))
    return person | {ifi: [agent[ifi]] for ifi in IFIS if ifi in agent}
