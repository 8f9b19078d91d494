"""What a provider may vouch for, and for whom. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What may sign an ID token: with a key that only the provider has."""

STATE_LIVES = timedelta(minutes=10)
SHARED_HOSTS = frozenset({"accounts.google.com", "login.microsoftonline.com"})
"""Providers that vouch for anybody in the world."""
TENANT_CLAIMS = ("hd", "tid")
"""Google's hosted domain, and Microsoft's directory."""
LONGEST_SUBJECT = 255
MOST_METHODS = 8

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_CLAIM = re.compile(r"[A-Za-z0-9_:/.-]{0,100}")
_METHOD = re.compile(r"[a-z]{2,12}")
_RESERVED = frozenset({"class", "demo", "passkey", "second"})
"""What stands there already."""


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom a provider may vouch; see ``models.Provider``."""

    mail_domains: tuple[str, ...] = ()
    tenant: str = ""
    roster_claim: str = ""


class SignOut(StrEnum):
    """Where signing out here leads somebody who came in by a provider.

    ``ASK`` offers to sign out there as well, ``ALWAYS`` leads there, ``NEVER`` ends here.
    """

    ASK = "ask"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Proof:
    """What an ID token tells of somebody, once it is believed.

    Attributes:
        subject: The provider's name of the person; nobody else's, ever.
        mail: The e-mail address as a key, if the provider says that it checked it; else empty.
        roster_id: The ID of the roster as it was told, half-width, if it was; else empty.
        shown: What the person would call this account by: an address, or a name.
        methods: How the person proved themselves there (``amr``, RFC 8176).
    """

    subject: str
    mail: str
    roster_id: str
    shown: str
    methods: tuple[str, ...]


def is_slug(text: str) -> bool:
    """Say whether a text can stand in the address of a way in."""
    return _SLUG.fullmatch(text) is not None and text not in _RESERVED


def is_claim(text: str) -> bool:
    """Say whether a text can name a claim; empty is none."""
    return _CLAIM.fullmatch(text) is not None


def domains_of(typed: str) -> list[str]:
    """Read mail domains, parted by commas or space; an ``@`` before one is no fault."""
    words = re.split(r"[\s,、]+", unicodedata.normalize("NFKC", typed).casefold())
    return list(dict.fromkeys(word.lstrip("@") for word in words if word.strip("@")))


def is_domain(text: str) -> bool:
    """Say whether a text is a domain that mail can go to."""
    return _DOMAIN.fullmatch(text) is not None


def is_shared(issuer: str) -> bool:
    """Say whether a provider vouches for people of everywhere."""
    return (urlsplit(issuer).hostname or "") in SHARED_HOSTS


def proof_of(claims: Mapping[str, Any], terms: Terms) -> Proof | None:
    """Return what believed claims prove under a provider's terms, or None if it is not for us.

    An address counts only if ``email_verified`` is true, and not just like it. With a tenant the
    token must name it; with mail domains the address must be in one, whatever else is matched.
    """
    if terms.tenant and terms.tenant not in [claims.get(name) for name in TENANT_CLAIMS]:
        return None
    told = claims.get("email")
    is_checked = isinstance(told, str) and claims.get("email_verified") is True
    mail = key_of(told) if is_checked else ""
    if terms.mail_domains and mail.rpartition("@")[2] not in terms.mail_domains:
        return None
    return Proof(
        subject=claims["sub"],
        mail=mail,
        roster_id=_told(claims.get(terms.roster_claim)) if terms.roster_claim else "",
        shown=next((one for one in _names(claims) if one), "")[:120],
        methods=_methods(claims.get("amr")),
    )


def key_of(value: object) -> str:
    """Return an address or an ID as this house keeps it, or nothing if it is no text."""
    return _told(value).casefold()


def _told(value: object) -> str:
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""


def _names(claims: Mapping[str, Any]) -> list[str]:
    found = [claims.get(name) for name in ("email", "preferred_username", "name")]
    return [one for one in found if isinstance(one, str)]


def _methods(told: object) -> tuple[str, ...]:
    if not isinstance(told, Sequence) or isinstance(told, str):
        return ()
    names = [one for one in told if isinstance(one, str) and _METHOD.fullmatch(one)]
    return tuple(names[:MOST_METHODS])
