"""The document resources: activities/state, activities/profile, agents/profile.

Each is an object with one method for each method of HTTP; the table of resources names them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson
from flask import Response

from app.db import reading, transaction
from app.lrs import documents
from app.lrs.documents import Shelf
from app.lrs.documents.errors import (
    ConditionFailed,
    ConditionMissing,
    ContentRefused,
    ContentTooLarge,
)
from app.lrs.documents.rules import Content, bare_put
from app.lrs.models import DocumentKind
from app.lrs.views.call import Refused, Resource, only, read_instant, read_iri, read_uuid
from app.lrs.views.dispatch import LARGEST_BODY
from app.lrs.views.tagged import read_conditions, read_identified, tagged
from app.xapi.validate.formats import is_media_type

if TYPE_CHECKING:
    from app.lrs.views.call import Call

UNKNOWN_TYPE = "application/octet-stream"
"""What a document is that came without a Content-Type (RFC 9110, 8.3)."""

_UNFIT = re.compile(r"[\x00\ud800-\udfff]")
"""What no database takes."""


@dataclass(frozen=True, slots=True)
class DocumentResource:
    """One of the three.

    Attributes:
        kind: Which.
        id_name: The parameter that names a document.
        about: The parameters that name what a document is about; all of them are required.
        may_have: Parameters that may come besides.
    """

    kind: DocumentKind
    id_name: str
    about: tuple[str, ...]
    may_have: tuple[str, ...] = ()

    def methods(self, scope: str) -> dict[str, tuple[Resource, tuple[str, ...]]]:
        """Return what each method does, and the scopes of which it needs one.

        Args:
            scope: The one that opens this resource.
        """
        return {
            "GET": (self.get, (scope, "all/read")),
            "PUT": (self.put, (scope,)),
            "POST": (self.post, (scope,)),
            "DELETE": (self.delete, (scope,)),
        }

    def get(self, call: "Call") -> Response:
        """Answer with a document; without an id, with the ids of those that are there."""
        if self.id_name not in call.params:
            return self._get_ids(call)
        shelf, document_id = self._place(call)
        found = documents.find(reading(), shelf, document_id)
        if found is None:
            raise Refused(404, f"there is no document with this {self.id_name}")
        return tagged(
            call,
            found.content.body,
            content_type=found.content.media_type,
            etag=found.etag,
            updated_at=found.updated_at,
        )

    def put(self, call: "Call") -> Response:
        """Store a document as it is."""
        shelf, document_id = self._place(call)
        content, conditions = _content(call), read_conditions(call)
        bare = bare_put(call.version, is_profile=self.kind is not DocumentKind.STATE)
        with _explained(), transaction() as session:
            etag = documents.put(
                session,
                shelf,
                document_id,
                content,
                conditions=conditions,
                bare=bare,
                now=call.now,
            )
        return _written(etag)

    def post(self, call: "Call") -> Response:
        """Merge a JSON object into a document, or store a new one."""
        shelf, document_id = self._place(call)
        content, conditions = _content(call), read_conditions(call)
        with _explained(), transaction() as session:
            etag = documents.merge(
                session,
                shelf,
                document_id,
                content,
                conditions=conditions,
                most_bytes=LARGEST_BODY,
                now=call.now,
            )
        return _written(etag)

    def delete(self, call: "Call") -> Response:
        """Delete a document; of states, without an id, all that are there."""
        if self.kind is DocumentKind.STATE and self.id_name not in call.params:
            return self._delete_all(call)
        shelf, document_id = self._place(call)
        conditions = read_conditions(call)
        with _explained(), transaction() as session:
            documents.delete(session, shelf, document_id, conditions=conditions)
        return Response(status=204)

    def _delete_all(self, call: "Call") -> Response:
        only(call, allowed=(*self.about, *self.may_have), required=self.about)
        if not read_conditions(call).are_missing:
            raise Refused(400, f"If-Match and If-None-Match need one {self.id_name}")
        shelf = self._shelf(call)
        with transaction() as session:
            documents.delete_all(session, shelf)
        return Response(status=204)

    def _get_ids(self, call: "Call") -> Response:
        only(call, allowed=(*self.about, *self.may_have, "since"), required=self.about)
        since = read_instant(call, "since")
        found = documents.find_ids(reading(), self._shelf(call), since=since)
        return tagged(call, orjson.dumps(found.ids), updated_at=found.updated_at)

    def _place(self, call: "Call") -> tuple[Shelf, str]:
        required = (*self.about, self.id_name)
        only(call, allowed=(*required, *self.may_have), required=required)
        document_id = call.params[self.id_name]
        if not document_id or _UNFIT.search(document_id):
            raise Refused(400, f"{self.id_name} must be a text of one character or more")
        return self._shelf(call), document_id

    def _shelf(self, call: "Call") -> Shelf:
        return Shelf(
            self.kind,
            activity=_activity(call) if "activityId" in self.about else None,
            agent=_agent(call) if "agent" in self.about else None,
            registration=(
                read_uuid(call, "registration") if "registration" in self.may_have else None
            ),
        )


STATE: Final = DocumentResource(
    DocumentKind.STATE, "stateId", about=("activityId", "agent"), may_have=("registration",)
)
ACTIVITY_PROFILE: Final = DocumentResource(
    DocumentKind.ACTIVITY_PROFILE, "profileId", about=("activityId",)
)
AGENT_PROFILE: Final = DocumentResource(DocumentKind.AGENT_PROFILE, "profileId", about=("agent",))


def _activity(call: "Call") -> str:
    iri = read_iri(call, "activityId")
    if iri is None:
        raise Refused(400, "the parameter 'activityId' is missing")
    return iri


def _agent(call: "Call") -> str:
    _, word = read_identified(call, groups=call.version == "2.0")
    return word


def _content(call: "Call") -> Content:
    media_type = call.headers.get("content-type", UNKNOWN_TYPE)
    if not is_media_type(media_type):
        raise Refused(400, "the header Content-Type must be a media type such as text/plain")
    return Content(media_type, call.body)


def _written(etag: str) -> Response:
    response = Response(status=204)
    response.set_etag(etag)
    return response


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except ConditionFailed as error:
        raise Refused(412, str(error)) from error
    except ConditionMissing as error:
        raise Refused(409 if error.exists else 400, str(error)) from error
    except ContentRefused as error:
        raise Refused(400, str(error)) from error
    except ContentTooLarge as error:
        raise Refused(413, str(error)) from error
