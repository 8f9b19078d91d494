"""The store elsewhere, through tincan. The worker alone imports this.

tincan's ``RemoteLRS`` knows xAPI up to 1.0.3, and its statement classes lose what they do not
know; its own connection has no limit of time and no bound on the answer. So it is given bytes
instead of statements, and its one seam, ``_send_request``, goes over ``wire``.
"""

import enum
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse
from tincan.remote_lrs import RemoteLRS

from app.forwarding.parcels import Parcel
from app.forwarding.stores import Store, versions_of
from app.ui.strings import gettext as _
from app.wire.errors import NotReached

_CONFLICT = 409
_FAULTY = frozenset({400, 413, 415, 422})
"""What a store says of what it got, and not of itself. 413: halves may be small enough."""
_NO_ENTRY = frozenset({401, 403})
_LONGEST_TOLD = 300


class Verdict(enum.Enum):
    """What a store says to a parcel."""

    TAKEN = "taken"
    CONFLICT = "conflict"
    """It has one of the ids already, saying something else."""
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Reply:
    """A verdict, and the store's own words for it, cut."""

    verdict: Verdict
    told: str


class Courier(RemoteLRS):
    """tincan's client on our wire. A request's ``content`` is bytes in Latin-1: see ``post``."""

    _props = (*RemoteLRS._props, "wire")  # noqa: SLF001  how tincan's classes declare properties

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        query = f"?{urlencode(request.query_params)}" if request.query_params else ""
        content = request.content
        answer = self.wire.ask(
            request.method,
            f"{self.endpoint}{request.resource}{query}",
            {
                "X-Experience-API-Version": self.version,
                "Authorization": self.auth,
                **request.headers,
            },
            None if content is None else content.encode("latin-1"),
        )
        return LRSResponse(
            success=answer.response.status // 100 == 2,  # noqa: PLR2004  2xx
            request=request,
            response=answer.response,
            data=answer.text,
        )


def post(store: Store, parcel: Parcel) -> Reply:
    """Send a parcel, in one request.

    Raises:
        NotReached: It is not the parcel's fault; another time it may be taken.
    """
    kind, body = parcel.written(boundary=uuid.uuid4().hex)
    answer = _courier(store)._send_request(  # noqa: SLF001  tincan's other methods rewrite statements
        HTTPRequest(
            method="POST",
            resource="statements",
            headers={"Content-Type": kind, "X-Experience-API-Version": parcel.version},
            # tincan takes text alone. Latin-1 has a letter for every byte, there and back.
            content=body.decode("latin-1"),
        )
    )
    told = " ".join(answer.data.split())[:_LONGEST_TOLD]
    status = answer.response.status
    if answer.success:
        return Reply(Verdict.TAKEN, told)
    if status == _CONFLICT:
        return Reply(Verdict.CONFLICT, told)
    if status in _FAULTY:
        return Reply(Verdict.FAULTY, told)
    raise NotReached(_away(status, told), wait_seconds=_asked_wait(answer))


def knows_version(store: Store, version: str) -> bool:
    """Say whether a store speaks the edition of ``version``; True where it does not say."""
    answer = _courier(store)._send_request(  # noqa: SLF001  about() trips over versions it does not know
        HTTPRequest(method="GET", resource="about", headers={}, query_params={})
    )
    majors = {one.partition(".")[0] for one in versions_of(answer.data)}
    return not majors or version.partition(".")[0] in majors


def _courier(store: Store) -> Courier:
    return Courier(
        endpoint=store.endpoint, version="1.0.3", auth=store.authorization, wire=store.wire
    )


def _away(status: int, told: str) -> str:
    if status in _NO_ENTRY:
        no_entry = _("送り先が、鍵か秘密の文字列を受けつけません（%(status)s）。", status=status)
        return f"{no_entry}{told}"
    if status // 100 == 3:  # noqa: PLR2004  3xx
        return _(
            "送り先が、別のアドレスへ行くように答えました（%(status)s）。従わずに止めています。",
            status=status,
        )
    not_now = _("送り先が、いまは受け取れないと答えました（%(status)s）。", status=status)
    return f"{not_now}{told}"


def _asked_wait(answer: LRSResponse) -> int:
    asked = answer.response.getheader("Retry-After", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0  # noqa: PLR2004  hours at most
