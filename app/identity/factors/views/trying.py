"""Trying a code or a passkey for a view, and what is written down where it fails."""

import logging
import uuid
from datetime import datetime

from flask import request

from app.db import transaction
from app.identity import proof
from app.identity.factors import rules, service
from app.identity.factors.errors import PasskeyRefused
from app.identity.factors.models import Passkey
from app.identity.factors.views.root import party
from app.identity.limits import limits_noted
from app.ui.site import site

log = logging.getLogger(__name__)


def try_code(user_id: uuid.UUID, typed: str, *, now: datetime) -> None:
    """Count the try, then take the code.

    Raises:
        TooManyAttempts: The limits of ``app.identity.factors``; the code is not looked at.
        WrongCode: It is none of this person's, or spent.
    """
    address, secret_key = request.remote_addr, site().settings.secret_key
    with limits_noted(address=address, now=now), transaction() as session:
        attempt = service.begin_code(session, user_id, address=address, now=now)
    with transaction() as session:
        service.prove_by_code(session, attempt, user_id, typed, secret_key=secret_key, now=now)


def try_passkey(answer: str, purpose: str, user_id: uuid.UUID, *, now: datetime) -> str:
    """Take what a device of this person answered; return the value of ``amr`` it proves.

    Raises:
        PasskeyRefused: It does not hold, or this session did not ask.
    """
    challenge = challenge_of(purpose, now=now)
    try:
        with transaction() as session:
            passkey = service.prove_by_passkey(
                session, party(), answer, challenge=challenge, now=now, user_id=user_id
            )
    except PasskeyRefused as refused:
        note_refusal(refused, now=now)
        raise
    return value_of(passkey)


def challenge_of(purpose: str, *, now: datetime) -> str:
    """Take the challenge with which this session asked a device.

    Raises:
        PasskeyRefused: It asked for nothing, for another purpose, or too long ago.
    """
    challenge = proof.asked_passkey(purpose, now=now)
    if challenge is None:
        raise PasskeyRefused("not asked for")
    return challenge


def note_refusal(refused: PasskeyRefused, *, now: datetime) -> None:
    """Write down why a passkey was refused: for the operators, and a copy in the log of acts."""
    log.warning("passkey refused from %s: %s", request.remote_addr, refused)
    if refused.copied_of is not None:
        with transaction() as session:
            service.note_copy(session, refused.copied_of, now=now)


def value_of(passkey: Passkey) -> str:
    """Return what a passkey proves, as a value of ``amr``."""
    return rules.SOFTWARE_KEY if passkey.is_synced else rules.HARDWARE_KEY
