"""The xAPI over HTTP: every resource at /xapi, for 1.0.3 and 2.0 at once.

``call`` one request as a value; ``dispatch`` what all resources have in common; the rest of the
modules are the resources, plain functions from a ``Call`` to a response. The table below is all
there is.

Decisions:
    2026-11 One server for both editions, by X-Experience-API-Version. Where they disagree
        (alternate syntax, ETags, new properties) the header of the request decides.
    2026-11 A resource never sees the web framework's request: what came by alternate syntax looks
        the same as what came by the usual one, and both can be tested alike.
    2026-11 A batch is parsed, checked and taken apart before the transaction begins. On SQLite
        the write lock is held for the inserts alone.
"""

from functools import partial

from flask import Blueprint
from werkzeug.exceptions import HTTPException

from app.lrs.views import statements
from app.lrs.views.dispatch import NOWHERE, Door, Methods, answer, refuse
from app.lrs.views.documents import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, DocumentResource
from app.lrs.views.things import get_about, get_activity, get_agent

READ = ("statements/read", "statements/read/mine", "all/read")
ANY_READ = ("statements/read", "statements/read/mine", "all/read", "state", "profile")


def _documents(resource: DocumentResource, scope: str) -> Methods:
    return {
        "GET": (resource.get, (scope, "all/read")),
        "PUT": (resource.put, (scope,)),
        "POST": (resource.post, (scope,)),
        "DELETE": (resource.delete, (scope,)),
    }


DOORS = (
    Door(
        "/statements",
        "statements",
        {
            "GET": (statements.get, READ),
            "PUT": (statements.put, ("statements/write",)),
            "POST": (statements.post, ("statements/write",)),
        },
        is_statements=True,
    ),
    Door("/more", "more", {"GET": (statements.more, READ)}, is_statements=True),
    Door("/activities", "activities", {"GET": (get_activity, ANY_READ)}),
    Door("/agents", "agents", {"GET": (get_agent, ANY_READ)}),
    Door("/activities/state", "state", _documents(STATE, "state")),
    Door("/activities/profile", "activity_profile", _documents(ACTIVITY_PROFILE, "profile")),
    Door("/agents/profile", "agent_profile", _documents(AGENT_PROFILE, "profile")),
    Door("/about", "about", {"GET": (get_about, ())}, is_open=True),
)

bp = Blueprint("lrs", "app.lrs", url_prefix="/xapi")

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")
for _door in DOORS:
    bp.add_url_rule(
        _door.rule,
        _door.name,
        _door.named(partial(answer, _door)),
        methods=METHODS,
        provide_automatic_options=False,
    )
bp.add_url_rule("/<path:rest>", "nowhere", NOWHERE, methods=METHODS)
bp.register_error_handler(HTTPException, refuse)
