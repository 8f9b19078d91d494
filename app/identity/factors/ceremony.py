"""The two ceremonies of WebAuthn: a device makes a passkey, and later answers with it."""

import json
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.identity.factors.errors import PasskeyRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.identity.factors.models import Passkey

LONGEST_ANSWER = 20_000
"""Characters; attestations with certificates are a few thousand."""
_ALWAYS = UserVerificationRequirement.REQUIRED
_FAULTS = (
    *(WebAuthnException, ValueError, TypeError, KeyError, AttributeError),
    *(OverflowError, RecursionError),
)
"""What the library, and the decoders below it, raise for an answer that is none."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """This site, as browsers and devices know it; both follow from PUBLIC_URL."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a device has made; see ``models.Passkey``."""

    credential_id: str
    public_key: str
    sign_count: int
    transports: list[str]
    is_synced: bool


def relying_party(public_url: str, name: str) -> RelyingParty:
    """Return the site at ``public_url``."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    shown = f"[{host}]" if ":" in host else host
    return RelyingParty(id=host, origin=f"{parts.scheme}://{shown}{port}", name=name)


def new_challenge() -> str:
    """Return 32 random bytes as base64url."""
    return secrets.token_urlsafe(32)


def creation_options(
    party: RelyingParty,
    *,
    user_id: uuid.UUID,
    login: str,
    name: str,
    challenge: str,
    known: "Iterable[Passkey]",
) -> dict[str, Any]:
    """Return what a browser needs to let a device make a passkey, as JSON.

    Args:
        party: This site.
        user_id: Whose; the device keeps it as the user handle.
        login: Their login, by which the device tells their passkeys apart.
        name: Their name, as the device shows it.
        challenge: Base64url.
        known: The passkeys they have: a device that holds one of them makes no other.
    """
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=user_id.bytes,
        user_name=login,
        user_display_name=name,
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=_ALWAYS,
        ),
        exclude_credentials=_described(known),
    )
    return _as_json(options)


def request_options(
    party: RelyingParty, *, challenge: str, known: "Iterable[Passkey]" = ()
) -> dict[str, Any]:
    """Return what a browser needs to let a device answer, as JSON.

    Args:
        party: This site.
        challenge: Base64url.
        known: The passkeys that may answer; none means any of this site's, and it tells whose.
    """
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_described(known),
        user_verification=_ALWAYS,
    )
    return _as_json(options)


def registered(party: RelyingParty, answer: str, *, challenge: str) -> NewPasskey:
    """Return the passkey that a device has made.

    Args:
        party: This site.
        answer: The browser's, as JSON.
        challenge: The one that was asked with.

    Raises:
        PasskeyRefused: It answers another challenge or site, or the person was not verified.
    """
    try:
        credential = _read(answer)
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
        told = credential["response"].get("transports") or []
        transports = [one.value for one in AuthenticatorTransport if one.value in told]
    except _FAULTS as fault:
        raise PasskeyRefused(str(fault)) from fault
    return NewPasskey(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
        transports,
        is_synced=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


def claimed(answer: str) -> tuple[str, uuid.UUID | None]:
    """Return which passkey an answer says it is of, and whose; nothing is proved yet.

    Raises:
        PasskeyRefused: It is no answer at all.
    """
    try:
        credential = _read(answer)
        handle = credential["response"].get("userHandle")
        owner = uuid.UUID(bytes=base64url_to_bytes(handle)) if handle else None
        return bytes_to_base64url(base64url_to_bytes(credential["id"])), owner
    except _FAULTS as fault:
        raise PasskeyRefused(str(fault)) from fault


def answered(party: RelyingParty, answer: str, *, challenge: str, public_key: str) -> int:
    """Return the counter of a passkey that has answered truly; what it must be is not judged here.

    Raises:
        PasskeyRefused: It answers another challenge or site, the signature is not the key's, or
            the person was not verified.
    """
    try:
        proved = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _FAULTS as fault:
        raise PasskeyRefused(str(fault)) from fault
    return proved.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long for an answer")
    return cast("dict[str, Any]", json.loads(answer))


def _described(known: "Iterable[Passkey]") -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(one.credential_id),
            transports=[AuthenticatorTransport(way) for way in one.transports],
        )
        for one in known
    ]


def _as_json(options: Any) -> dict[str, Any]:  # noqa: ANN401  either kind of options
    return cast("dict[str, Any]", json.loads(webauthn.options_to_json(options)))
