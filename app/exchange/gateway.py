"""A registry elsewhere behind the port of ``credentials``: discovery, token, upsert.

For the worker, and for the page that tries whether a registry lets us in. What a service says of
itself and the tokens it gave are kept in memory, one of each a registry.
"""

import threading
import time
import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson

from app.credentials.registry import Receipt
from app.exchange import rules
from app.exchange.errors import CredentialRefused, NoEntry, NoService
from app.exchange.service import registries
from app.ui.strings import gettext as _
from app.wire.errors import NotReached
from app.wire.exchange import MOST_ANSWER, Answer, Patience, Wire

if TYPE_CHECKING:
    from app.config import Settings
    from app.exchange.models import Registry

_OK, _CREATED, _UNCHANGED = 200, 201, 304
_NO_ENTRY, _TOO_MANY, _FAULT_OF_THEIRS = 401, 429, 500
_LONGEST_TOLD = 300
_EARLIER = timedelta(seconds=60)
"""So long before its end a token is not used any more."""
_LONGEST_PAUSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Service:
    """Where a registry takes credentials and gives tokens, as it said itself."""

    upsert: str
    token: str


@dataclass(slots=True)
class _Kept:
    """What is remembered of one registry; ``mark`` is of address, client and secret."""

    mark: int
    service: Service | None = None
    etag: str | None = None
    believed_until: datetime | None = None
    token: str = field(default="", repr=False)
    token_until: datetime | None = None
    free_at: float = 0


_kept: dict[uuid.UUID, _Kept] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class HttpRegistry:
    """One registry elsewhere, as a value: it needs no transaction.

    Attributes:
        name: What delivery rows call it.
        address: The base of its API, with a slash at the end.
        per_minute: Requests a minute of this process.
    """

    id: uuid.UUID
    name: str
    address: str
    client_key: str
    secret: str = field(repr=False)
    per_minute: int
    wire: Wire

    def deliver(self, jwt: str, di: bytes, *, person: uuid.UUID, now: datetime) -> Receipt:  # noqa: ARG002  the port's
        """Bring one credential as a compact JWS; see ``credentials.registry.RegistryPort``.

        Who the person is here stays here: the credential's own pairwise id is all that goes.

        Raises:
            NotReached: Later perhaps.
            NoService: The address is no service that we can use.
            NoEntry: Neither the token nor a new one lets us in.
            CredentialRefused: It will not have this credential.
        """
        self._pace()
        answer = self._upsert(jwt, now=now)
        if answer.status == _NO_ENTRY:
            self._remembered().token_until = None
            answer = self._upsert(jwt, now=now)
        if answer.status == _UNCHANGED:
            return Receipt(is_accepted=True, reference=str(answer.status))
        if answer.status in {_OK, _CREATED}:
            if not _echoes(answer.body, jwt.encode()):
                raise CredentialRefused(
                    _(
                        "登録簿が、送ったものとちがう修了証を返しました。登録簿の管理者に確かめてください。"
                    )
                )
            return Receipt(is_accepted=True, reference=str(answer.status))
        raise _fault(answer, now=now)

    def probe(self, *, now: datetime) -> Service:
        """Ask for the description and for a token, and send no credential.

        Raises:
            NotReached, NoService, NoEntry: As ``deliver``.
        """
        self._remembered().believed_until = self._remembered().token_until = None
        service = self.service(now=now)
        self.token(service, now=now)
        return service

    def service(self, *, now: datetime) -> Service:
        """Return what the service says of itself; kept as long as its headers allow (RFC 9111)."""
        kept = self._remembered()
        if kept.service is not None and kept.believed_until and now < kept.believed_until:
            return kept.service
        known = {"If-None-Match": kept.etag} if kept.service is not None and kept.etag else {}
        answer = self.wire.ask(
            "GET", f"{self.address}discovery", {"Accept": "application/json"} | known
        )
        lasts = rules.kept_for(answer.response.getheader("Cache-Control"))
        if answer.status == _UNCHANGED and kept.service is not None:
            kept.believed_until = now + lasts
            return kept.service
        if answer.status != _OK:
            if answer.status == _TOO_MANY or answer.status >= _FAULT_OF_THEIRS:
                raise _fault(answer, now=now)
            raise NoService(
                _(
                    "登録簿の説明書がありません（%(status)s）。アドレスを確かめてください。",
                    status=answer.status,
                )
            )
        kept.service = self._read(answer)
        kept.etag, kept.believed_until = answer.response.getheader("ETag"), now + lasts
        return kept.service

    def _read(self, answer: Answer) -> Service:
        found = rules.endpoints_in(_json(answer.body), self.address)
        if found is None:
            raise NoService(
                _(
                    "登録簿の説明書に、寺子屋で使える入り口がありません"
                    "（OAuth 2.0 client credentials と upsertCredential）。"
                )
            )
        return Service(*found)

    def _upsert(self, jwt: str, *, now: datetime) -> Answer:
        service = self.service(now=now)
        token = self.token(service, now=now)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "text/plain",
            "Accept": "text/plain, application/json",
        }
        return self.wire.ask("POST", service.upsert, headers, jwt.encode())

    def token(self, service: Service, *, now: datetime) -> str:
        """Return a token, kept until a minute before its end.

        Raises:
            NotReached, NoEntry: As ``deliver``.
        """
        kept = self._remembered()
        if kept.token_until is not None and now < kept.token_until:
            return kept.token
        answer = self._ask_token(service)
        told = _json(answer.body) if answer.status == _OK else None
        if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
            if answer.status == _TOO_MANY or answer.status >= _FAULT_OF_THEIRS:
                raise _fault(answer, now=now)
            raise NoEntry(
                _(
                    "登録簿が、鍵か秘密の文字列を受けつけません（%(status)s）。"
                    "「人材登録簿への送り先」で、入れなおしてください。",
                    status=answer.status,
                )
            )
        kept.token = told["access_token"]
        kept.token_until = now + timedelta(seconds=_seconds(told.get("expires_in"))) - _EARLIER
        return kept.token

    def _ask_token(self, service: Service) -> Answer:
        pair = f"{quote(self.client_key, safe='')}:{quote(self.secret, safe='')}"
        headers = {
            "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        form = urlencode({"grant_type": "client_credentials", "scope": rules.UPSERT})
        return self.wire.ask("POST", service.token, headers, form.encode())

    def _remembered(self) -> _Kept:
        mark = hash((self.address, self.client_key, self.secret))
        with _lock:
            kept = _kept.get(self.id)
            if kept is None or kept.mark != mark:
                kept = _kept[self.id] = _Kept(mark)
            return kept

    def _pace(self) -> None:
        """Wait for this registry's turn; where that is long, come again.

        Raises:
            NotReached: The next turn is not soon; ``wait_seconds`` says when.
        """
        kept, now = self._remembered(), time.monotonic()
        wait = kept.free_at - now
        if wait > _LONGEST_PAUSE_SECONDS:
            raise TooFast(wait)
        kept.free_at = max(now, kept.free_at) + 60 / self.per_minute
        if wait > 0:
            time.sleep(wait)


def port_to(
    registry: "Registry", settings: "Settings", patience: Patience | None = None
) -> HttpRegistry:
    """Return the port to a registry.

    Raises:
        NotReached: Its secret was sealed under another SECRET_KEY.
    """
    return HttpRegistry(
        id=registry.id,
        name=registry.told_as,
        address=registry.address,
        client_key=registry.client_key,
        secret=registries.secret_of(registry, settings),
        per_minute=registry.per_minute,
        wire=registries.wire_of(settings, patience),
    )


class TooFast(Exception):
    """The registry's share of this minute is used up; ``seconds`` until the next turn."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not before {seconds:.1f} s")
        self.seconds = seconds


def forget(registry_id: uuid.UUID) -> None:
    """Ask a registry for everything anew."""
    with _lock:
        _kept.pop(registry_id, None)


def _fault(answer: Answer, *, now: datetime) -> Exception:
    told = " ".join(_description(answer).split())[:_LONGEST_TOLD]
    if answer.status == _NO_ENTRY:
        return NoEntry(_("登録簿が、新しい入場券も受けつけません（401）。%(told)s", told=told))
    if answer.status == _TOO_MANY or answer.status >= _FAULT_OF_THEIRS:
        asked = rules.retry_after(answer.response.getheader("Retry-After"), now=now)
        return NotReached(
            _(
                "登録簿が、いまは受け取れないと答えました（%(status)s）。%(told)s",
                status=answer.status,
                told=told,
            ),
            wait_seconds=asked,
        )
    return CredentialRefused(
        _(
            "登録簿が、この修了証を受け取りません（%(status)s）。%(told)s",
            status=answer.status,
            told=told,
        )
    )


def _description(answer: Answer) -> str:
    """Return what the other side says of a refusal: an Imsx_StatusInfo's words, or the body."""
    told = _json(answer.body)
    if isinstance(told, dict) and isinstance(told.get("imsx_description"), str):
        return str(told["imsx_description"])
    return answer.text


def _json(body: bytes) -> Any:  # noqa: ANN401  JSON of somebody else's
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _echoes(body: bytes, sent: bytes) -> bool:
    """Whether an answer is what was sent; an empty one says nothing else."""
    answered = body.strip()
    return not answered or answered == sent or (len(body) >= MOST_ANSWER and sent.startswith(body))


def _seconds(told: Any) -> int:  # noqa: ANN401  JSON of somebody else's
    return min(told, 86_400) if isinstance(told, int) and told > 0 else 3600
