"""From what a browser brings back to what is proved of somebody; no transaction is open."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from app.config import Settings
from app.federation import oidc, service
from app.federation.directory import Directory
from app.federation.errors import TokenRefused
from app.federation.journeys import Journey
from app.federation.oidc import Json, Registration
from app.federation.queries import ProviderView
from app.federation.rules import Proof, proof_of
from app.federation.tokens import Expected, believe
from app.wire.exchange import Patience, Wire
from app.wire.reach import Reach

WHILE_SOMEBODY_WAITS = Patience(step=5, whole=8)
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved, by which ID token, and whether one can sign out there as well."""

    proof: Proof
    id_token: str = field(repr=False)
    can_sign_out: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What the way back holds: the code, and who says that they answer (RFC 9207)."""

    code: str
    issuer: str | None


def reach_of(settings: Settings) -> Reach:
    """Return where providers may stand: in a demo anywhere, in the intranet if it is said so."""
    if settings.demo:
        return Reach.ANYWHERE
    return Reach.INTRANET if settings.sign_in_private else Reach.PUBLIC


def wire_of(settings: Settings) -> Wire:
    """Return the wire to providers."""
    return Wire(reach_of(settings), WHILE_SOMEBODY_WAITS)


def registration_of(found: ProviderView, settings: Settings, redirect_uri: str) -> Registration:
    """Return who we are to a provider.

    Raises:
        SealBroken: Its secret was sealed under another SECRET_KEY.
    """
    secret = service.secret_of(found, secret_key=settings.secret_key)
    return Registration(found.client_id, secret, redirect_uri)


def prove(
    found: ProviderView,
    journey: Journey,
    brought: Brought,
    us: Registration,
    *,
    wire: Wire,
    directory: Directory,
    now: datetime,
) -> Proved:
    """Exchange the code, judge the ID token, and return what it proves under our terms.

    Raises:
        TokenRefused: Something in it is not as it must be.
        ProviderFault: The provider does not do what it should.
        NotReached: The provider did not answer.
    """
    metadata = directory.of(wire, found.issuer, now=now).metadata
    if brought.issuer != found.issuer and (brought.issuer or metadata.names_itself):
        raise TokenRefused("another provider answers")
    token = oidc.exchange(wire, metadata, us, code=brought.code, verifier=journey.verifier)
    expected = Expected(found.issuer, us.client_id, journey.nonce, metadata.algorithms)

    def judged(keys: Json) -> Json:
        return believe(
            token["id_token"], keys, expected, access_token=token.get("access_token"), now=now
        )

    claims = directory.judge(wire, found.issuer, judged, now=now)
    if not secrets.compare_digest(str(claims.get("nonce")), journey.nonce):
        raise TokenRefused("nonce")
    proof = proof_of(claims, found.terms)
    if proof is None:
        raise TokenRefused("tenant or mail domain")
    return Proved(proof, token["id_token"], bool(metadata.end_session_endpoint))
