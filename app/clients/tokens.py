"""Access tokens: signed, not stored, and bound to the secret that brought them.

A token names the client, its scopes, its end, and a mark of the secret. Rotation changes the
mark and revocation takes the client away, so both end every token at once.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeSerializer

from app.clients import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.clients.caller import Caller
    from app.clients.queries import Known

LIFE = timedelta(hours=1)


def write(
    caller: "Caller", scopes: frozenset[str], *, held: str, secret_key: str, now: datetime
) -> str:
    """Return a token for an hour.

    Args:
        caller: Whose.
        scopes: What it opens; not more than the caller's.
        held: The digest of the secret that was shown for it.
        secret_key: The installation's.
        now: The present instant.
    """
    ends = int((now + LIFE).timestamp())
    said = [caller.key, rules.in_order(scopes), ends, rules.seal_of(held)]
    return str(_serializer(secret_key).dumps(said))


def check(
    token: str, known: "Mapping[str, Known]", *, secret_key: str, now: datetime
) -> "tuple[Caller, datetime] | None":
    """Return whose token it is and until when it holds; None if it does not.

    Scopes that the client lost since are gone from the token as well.
    """
    try:
        key, scopes, ends, seal = _serializer(secret_key).loads(token)
    except BadData:
        return None
    one = known.get(key)
    until = datetime.fromtimestamp(ends, UTC)
    if one is None or now >= until:
        return None
    for held in one.secrets(now):
        if rules.is_same(rules.seal_of(held), seal):
            if held != one.secret_sha256 and one.previous_until is not None:
                until = min(until, one.previous_until)
            left = frozenset(scopes) & rules.contained_in(one.caller.scopes)
            return replace(one.caller, scopes=left), until
    return None


def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret_key, salt="clients.token", signer_kwargs={"digest_method": hashlib.sha256}
    )
