"""The service description document: OpenAPI 3, as Open Badges 3.0 profiles it. Pure."""

from typing import Any

from app.talent.api.scopes import READ, READ_PROFILE, UPSERT

Json = dict[str, Any]

BASE = "/ims/ob/v3p0"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json"
_STATUS = {"$ref": "#/components/schemas/Imsx_StatusInfo"}
_PROFILE = (
    "OAuth 2.0 client credentials, agreed between two cities. Open Badges 3.0 leaves this grant "
    "out of its scope, so it is a bilateral profile and no part of any certification. "
    "What it adds: the authenticated entity is the program; a credential with the same issuer.id, "
    "id and validFrom changes nothing (304), an older one is refused (409)."
)


def describe(url: str, city: str) -> Json:
    """Return the document.

    Args:
        url: How the site is reached, without a slash at the end.
        city: Whose registry it is.
    """
    return {
        "openapi": "3.0.1",
        "info": {
            "title": f"{city} talent registry, Open Badges API",
            "description": "Built to Open Badges 3.0; not certified.",
            "version": "3.0",
            "termsOfService": f"{url}/about",
            "x-imssf-privacyPolicyUrl": f"{url}/privacy",
        },
        "servers": [{"url": f"{url}{BASE}"}],
        "paths": {
            "/discovery": {"get": _call("getServiceDescription", "The service description.")},
            "/credentials": {"get": _get_credentials(), "post": _upsert()},
            "/profile": {"get": _call("getProfile", "Who is calling.", READ_PROFILE)},
        },
        "components": {
            "schemas": {
                "Imsx_StatusInfo": {"$ref": f"{SCHEMA}/ob_v3p0_imsx_statusinfo_schema.json"}
            },
            "securitySchemes": {
                "OAuth2CC": {
                    "type": "oauth2",
                    "description": _PROFILE,
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": f"{url}/oauth/token",
                            "scopes": {
                                READ: "Read the credentials that the program brought.",
                                UPSERT: "Create or replace a credential.",
                                READ_PROFILE: "Read the profile of the program.",
                            },
                        }
                    },
                }
            },
        },
    }


def _call(name: str, told: str, *scopes: str) -> Json:
    answers: Json = {"200": {"description": "Done."}}
    call: Json = {"operationId": name, "summary": told, "responses": answers}
    if scopes:
        refused = {"description": "Refused.", "content": {"application/json": {"schema": _STATUS}}}
        answers |= {"401": refused, "403": refused, "default": refused}
        call["security"] = [{"OAuth2CC": list(scopes)}]
    return call


def _get_credentials() -> Json:
    call = _call("getCredentials", "The credentials that the program brought.", READ)
    call["parameters"] = [
        {"name": name, "in": "query", "required": False, "schema": {"type": kind}, **more}
        for name, kind, more in (
            ("limit", "integer", {}),
            ("offset", "integer", {}),
            ("since", "string", {"description": "ISO 8601; only those valid from later on."}),
        )
    ]
    return call


def _upsert() -> Json:
    call = _call("upsertCredential", "Create or replace one credential.", UPSERT)
    kinds = ("text/plain", "application/vc+ld+json", "application/json")
    call["requestBody"] = {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string" if kind == "text/plain" else "object"}}
            for kind in kinds
        },
    }
    call["responses"] |= {
        "201": {"description": "Created; the body is what was sent."},
        "304": {"description": "It is here already; nothing changed."},
        "409": {"description": "A newer revision is here.", "content": {}},
    }
    return call
