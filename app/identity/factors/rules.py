"""One-time passwords, recovery codes, and who must have a second factor. Pure."""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import quote, urlencode

from app.identity.rules import TRIES_HERE, Tries

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps that a clock may be fast or slow."""
SECRET_BYTES = 20
"""As long as the hash of RFC 4226, R6."""
CODES = 10
CODE_LENGTH = 16
"""Digits of a recovery code, 53 bits: a telephone shows the same keys for it as for an app's."""
CODES_ANYWHERE = 20
PROVED_FOR = timedelta(minutes=10)
"""How long a half sign-in, a challenge, and a fresh proof hold."""
HANDED_CODE_FOR = timedelta(days=1)
COMPULSORY_FOR = frozenset({"teacher", "hr", "administrator"})
PASSWORD, ONE_TIME, HARDWARE_KEY, SOFTWARE_KEY, MULTIPLE = "pwd", "otp", "hwk", "swk", "mfa"

Place = TypeVar("Place")


# --- one-time passwords ------------------------------------------------------------------------


def code_at(secret: bytes, step: int) -> str:
    """Return the one-time password of a step, six digits.

    Source:
        RFC 4226 §5.3, with SHA-1 as RFC 6238 has it by default and every app computes it.
    """
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(now: datetime) -> int:
    """Return the step in which ``now`` lies; steps are 30 seconds, counted from 1970."""
    return int(now.timestamp()) // STEP_SECONDS


def accepted_step(secret: bytes, typed: str, *, now: datetime, after: int) -> int | None:
    """Return the step whose code was typed, or None.

    Args:
        secret: The app's.
        typed: As typed: full-width digits and spaces are taken.
        now: The present instant; one step before and one after it hold as well.
        after: The step of the last code that was taken; that one and older ones are spent.
    """
    code = kept_code(typed).encode()
    here = step_of(now)
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code) and step > after:
            found = step
    return found


def provisioning_uri(secret: str, *, account: str, issuer: str) -> str:
    """Return what the QR code of an app holds.

    Args:
        secret: In Base32 without padding.
        account: Whose it is, as the app shows it: the login id.
        issuer: Of which site.

    Source:
        "Key Uri Format" of Google Authenticator, which all apps read.
    """
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    asked = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


# --- recovery codes ----------------------------------------------------------------------------


def kept_code(typed: str) -> str:
    """Return a code as it is compared: half-width, without what divides its groups."""
    return re.sub(r"[\W_ー]", "", unicodedata.normalize("NFKC", typed))


def draw_code() -> str:
    """Return a fresh recovery code, as it is compared."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"


def in_groups(text: str, size: int = 4) -> str:
    """Return a code or a secret in groups, for those who write it down or type it."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


# --- names of devices --------------------------------------------------------------------------

_DEVICES = (
    *("iPhone", "iPad", "Android", "Windows"),
    *("CrOS", "Macintosh", "Linux"),
)
_SAID = {"CrOS": "Chromebook", "Macintosh": "Mac"}


def device_of(browser: str) -> str:
    """Return what a passkey made by this browser may be called; nothing for an unknown one.

    Args:
        browser: As its ``User-Agent`` header says.
    """
    found = next((one for one in _DEVICES if one in browser), "")
    return _SAID.get(found, found)


# --- who must, and how often -------------------------------------------------------------------


def is_required_at(
    place: Place,
    parents: Mapping[Place, Place | None],
    chosen: Mapping[Place, bool],
    *,
    unless_said: bool,
) -> bool:
    """Say whether an organization wants a second factor: its own word, or that of one above it.

    Args:
        place: The organization.
        parents: Of every organization; a loop ends the walk.
        chosen: What organizations have said themselves.
        unless_said: What holds where nobody has said anything.
    """
    seen: set[Place] = set()
    step: Place | None = place
    while step is not None and step not in seen:
        if step in chosen:
            return chosen[step]
        seen.add(step)
        step = parents.get(step)
    return unless_said


def standing_of(posts: Iterable[tuple[str, str]], edition: str) -> str:
    """Return on what it depends whether somebody must have a second factor, as a short text.

    Args:
        posts: (role, organization) of all present posts.
        edition: Of what organizations say; see ``Person.factor_edition``.

    Returns:
        Nothing for who has no post that may ask for one.
    """
    asking = sorted(f"{role}@{place}" for role, place in posts if role in COMPULSORY_FOR)
    if not asking:
        return ""
    return blake2b(f"{asking}{edition}".encode(), digest_size=9).hexdigest()


def may_try_code(tries: Tries) -> bool:
    """Say whether a code may be looked at; the reasons stand in the package's docstring."""
    if tries.here > TRIES_HERE:
        return False
    return tries.is_known_here or tries.anywhere <= CODES_ANYWHERE


def has_two(amr: Collection[str]) -> bool:
    """Say whether a session was proved by more than one factor."""
    return MULTIPLE in amr


def with_second(amr: Iterable[str], second: str) -> tuple[str, ...]:
    """Return the values of ``amr`` after a second factor was proved as well."""
    return tuple(dict.fromkeys((*amr, second, MULTIPLE)))


def proved_also(amr: Iterable[str], value: str) -> tuple[str, ...]:
    """Return the values of ``amr`` after somebody who is in has proved themselves by ``value``.

    A passkey is two factors by itself; a password and a code of the app are two together.
    """
    values = tuple(dict.fromkeys((*amr, value)))
    is_key = value in (HARDWARE_KEY, SOFTWARE_KEY)
    return with_second(values, value) if is_key or {PASSWORD, ONE_TIME} <= set(values) else values


def is_copied(counter: int, *, last: int) -> bool:
    """Say whether a passkey's counter tells of a copy: it must grow, unless it never counted.

    Source:
        Web Authentication Level 3, §7.2 step 22.
    """
    return (counter > 0 or last > 0) and counter <= last
