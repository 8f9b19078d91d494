"""Whether an ID token is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from app.federation.errors import KeyUnknown, TokenRefused
from app.federation.rules import ALGORITHMS, LONGEST_SUBJECT

LEEWAY = timedelta(seconds=60)
"""How far two clocks may differ."""
OLDEST = timedelta(minutes=10)
"""A token is made for this sign-in, so it is no older than one can take."""
KINDS = frozenset({"RSA", "EC", "OKP"})
SHORTEST_RSA = 2048
"""Bits."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say to be for us, and for this very sign-in.

    ``algorithms``: what the provider says it signs with; empty where it does not say.
    """

    issuer: str
    client_id: str
    nonce: str
    algorithms: tuple[str, ...] = ()


def believe(
    id_token: str,
    keys: Mapping[str, Any],
    expected: Expected,
    *,
    access_token: str | None,
    now: datetime,
) -> Mapping[str, Any]:
    """Return the claims of an ID token that is genuine, for us, fresh, and asked for.

    Args:
        id_token: As the token endpoint gave it.
        keys: The provider's JWK Set, as it came.
        expected: What it must say.
        access_token: What came with it; ``at_hash``, where there is one, must be its own.
        now: The present instant.

    Raises:
        KeyUnknown: Its key is not there: perhaps the keys were renewed.
        TokenRefused: Anything else.

    Source:
        OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.6.
    """
    try:
        header = jws.extract_compact(id_token.encode()).headers()
        key = JWKRegistry.import_key(dict(_key_of(keys, header, expected)))
        token = jwt.decode(id_token, key, algorithms=[header["alg"]])
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
            },
            params={
                "nonce": expected.nonce,
                "client_id": expected.client_id,
                "access_token": access_token,
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=int(LEEWAY.total_seconds()))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused(f"{type(error).__name__}: {error}") from error
    _look_closer(claims, now=now)
    return dict(claims)


def _key_of(
    keys: Mapping[str, Any], header: Mapping[str, Any], expected: Expected
) -> Mapping[str, Any]:
    """Return the one key that the token names, of a kind that signs and cannot be guessed."""
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS or (
        expected.algorithms and algorithm not in expected.algorithms
    ):
        raise TokenRefused(f"algorithm {algorithm!r}")
    found: Sequence[Mapping[str, Any]] = [
        key
        for key in keys.get("keys", ())
        if key.get("kty") in KINDS
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and ("kid" not in header or key.get("kid") == header["kid"])
        and len(key.get("n", "")) * 6 >= (SHORTEST_RSA if key["kty"] == "RSA" else 0)
    ]
    if not found:
        raise KeyUnknown(f"key {header.get('kid')!r}")
    if len(found) > 1:
        raise TokenRefused("the token does not say which key")
    return found[0]


def _look_closer(claims: Mapping[str, Any], *, now: datetime) -> None:
    """Hold what Authlib takes more lightly: types, the age, and the length of a subject."""
    subject, issued = claims["sub"], claims["iat"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise TokenRefused("sub")
    if isinstance(issued, bool) or issued < (now - OLDEST).timestamp():
        raise TokenRefused("iat")
    if "at_hash" in claims and not isinstance(claims["at_hash"], str):
        raise TokenRefused("at_hash")
