"""Asking a provider: what it says of itself, its keys, and a code for a token.

Authlib writes the requests; they go over ``app.wire``, with its bounds, and follow no redirect.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client

from app.federation.errors import ProviderFault, TokenRefused
from app.ui.strings import gettext as _
from app.wire.exchange import Answer, Wire
from app.wire.reach import EndpointFault, endpoint_fault

SCOPE = "openid profile email"
FOUND = 200
END_SESSION = "end_session_endpoint"
WELL_KNOWN = "/.well-known/openid-configuration"
BASIC, POST = "client_secret_basic", "client_secret_post"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery 1.0, 3; RFC 9207).

    Attributes:
        names_itself: Whether it promises ``iss`` on the way back.
        end_session_endpoint: Where one signs out there; empty where it offers no such place.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    auth_methods: tuple[str, ...]
    challenges: tuple[str, ...]
    names_itself: bool
    end_session_endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """Who we are to a provider."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


def discover(wire: Wire, issuer: str) -> Metadata:
    """Ask a provider what it is.

    Raises:
        ProviderFault: It is none, or not the one it should be; in a sentence.
        NotReached: No answer came.
    """
    told = _json(wire, issuer.rstrip("/") + WELL_KNOWN)
    if told.get("issuer") != issuer:
        named = str(told.get("issuer", ""))[:200]
        raise ProviderFault(
            _("相手は自分を「%(issuer)s」と言っています。アドレスが合いません。", issuer=named)
        )
    found = Metadata(
        issuer=issuer,
        authorization_endpoint=_endpoint(told, "authorization_endpoint", wire),
        token_endpoint=_endpoint(told, "token_endpoint", wire),
        jwks_uri=_endpoint(told, "jwks_uri", wire),
        algorithms=_texts(told, "id_token_signing_alg_values_supported"),
        auth_methods=_texts(told, "token_endpoint_auth_methods_supported"),
        challenges=_texts(told, "code_challenge_methods_supported"),
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        end_session_endpoint=_usable(told, END_SESSION, wire) or "",
    )
    if found.challenges and "S256" not in found.challenges:
        raise ProviderFault(_("相手は PKCE（S256）を使えません。"))
    return found


def keys_of(wire: Wire, found: Metadata) -> Json:
    """Return the JWK Set of a provider, as it came.

    Raises:
        ProviderFault: There is none.
        NotReached: No answer came.
    """
    told = _json(wire, found.jwks_uri)
    keys = told.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise ProviderFault(_("相手の鍵の一覧を読めません。"))
    return told


def way_to(
    found: Metadata, us: Registration, *, state: str, nonce: str, verifier: str, tenant: str
) -> str:
    """Return the address that sends somebody to a provider."""
    more = {"hd": tenant} if tenant and found.issuer == "https://accounts.google.com" else {}
    client = OAuth2Client(
        None, us.client_id, redirect_uri=us.redirect_uri, code_challenge_method="S256"
    )
    url: str = client.create_authorization_url(
        found.authorization_endpoint,
        state=state,
        code_verifier=verifier,
        nonce=nonce,
        scope=SCOPE,
        **more,
    )[0]
    return url


def way_out(found: Metadata, client_id: str, *, hint: str, state: str, return_address: str) -> str:
    """Return the address where somebody signs out of a provider, and comes back from.

    Args:
        found: What the provider says of itself; it offers such a place.
        client_id: Who we are there: the provider may ask for it where there is no hint.
        hint: The ID token with which the person came in, or nothing.
        state: What comes back.
        return_address: Where to; registered at the provider.

    Source:
        OpenID Connect RP-Initiated Logout 1.0, 2.
    """
    told = {
        "id_token_hint": hint,
        "client_id": client_id,
        "post_logout_redirect_uri": return_address,
        "state": state,
    }
    asked = urlencode({name: value for name, value in told.items() if value})
    joint = "&" if urlsplit(found.end_session_endpoint).query else "?"
    return f"{found.end_session_endpoint}{joint}{asked}"


def exchange(wire: Wire, found: Metadata, us: Registration, *, code: str, verifier: str) -> Json:
    """Return what a provider gives for a code: an ID token, and an access token.

    Raises:
        TokenRefused: The provider gives nothing for it.
        NotReached: No answer came.
    """
    takes_post = POST in found.auth_methods and BASIC not in found.auth_methods
    client = Courier(
        wire,
        us.client_id,
        us.client_secret,
        redirect_uri=us.redirect_uri,
        token_endpoint_auth_method=POST if takes_post else BASIC,
    )
    client.register_client_auth_method((BASIC, _basic))
    try:
        token: Json = client.fetch_token(
            found.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
        )
    except (AuthlibBaseError, ValueError) as error:
        raise TokenRefused(f"token endpoint: {error}") from error
    if not isinstance(token.get("id_token"), str):
        raise TokenRefused("no ID token")
    return token


class Courier(OAuth2Client):
    """Authlib's client on our wire: the seam is where it asks the token endpoint."""

    def _fetch_token(
        self,
        url: str,
        body: str = "",
        headers: Json | None = None,
        auth: Any = None,  # noqa: ANN401  Authlib ships no types
        method: str = "POST",
        **_more: object,
    ) -> Json:
        uri, sent, text = auth.prepare(method, url, dict(headers or {}), body)
        answer = self.session.ask(method, uri, sent, text.encode())
        told: Json = self.parse_response_token(_Response(answer))
        return told


@dataclass(frozen=True, slots=True)
class _Response:
    """An answer in the clothes that Authlib expects."""

    answer: Answer

    @property
    def status_code(self) -> int:
        return self.answer.status

    def json(self) -> object:
        return json.loads(self.answer.body)

    def raise_for_status(self) -> None:
        if self.answer.status != FOUND:
            raise ValueError(f"HTTP {self.answer.status}")


def _basic(
    client: Any,  # noqa: ANN401  Authlib ships no types
    _method: str,
    uri: str,
    headers: MutableMapping[str, str],
    body: str,
) -> tuple[str, MutableMapping[str, str], str]:
    """Write HTTP Basic as RFC 6749, 2.3.1 has it: both parts encoded as a form, then UTF-8."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
    return uri, headers, body


def _json(wire: Wire, url: str) -> Json:
    answer = wire.ask("GET", url, {"Accept": "application/json"})
    if answer.status != FOUND:
        raise ProviderFault(
            _("相手の答えは%(status)sでした（%(url)s）。", status=answer.status, url=url)
        )
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ProviderFault(_("相手の答えを読めません（%(url)s）。", url=url))
    return told


def _endpoint(told: Json, name: str, wire: Wire) -> str:
    url = _usable(told, name, wire)
    if url is None:
        raise ProviderFault(_("相手の言う%(name)sのアドレスを、使えません。", name=name))
    return url


def _usable(told: Json, name: str, wire: Wire) -> str | None:
    url = told.get(name)
    fault = endpoint_fault(url, wire.reach) if isinstance(url, str) else EndpointFault.UNREADABLE
    return url if isinstance(url, str) and fault in {None, EndpointFault.HAS_MORE} else None


def _texts(told: Json, name: str) -> tuple[str, ...]:
    found = told.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
