"""The places every page may lead to, by name; a page without one shows no link."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from flask import current_app, url_for

ENDPOINTS = {
    "home": "home.home",
    "search": "catalog.courses",
    "sign_in": "identity.sign_in",
    "sign_up": "identity.sign_up",
    "sign_out": "identity.sign_out",
    "view": "identity.save_view",
    "settings": "identity.settings",
    "help": "home.help_page",
    "about": "home.about",
    "privacy": "home.privacy",
    "my_data": "home.my_data",
}


def links() -> Mapping[str, str]:
    """Return the URL of each named place that exists; worked out once an application."""
    kept = current_app.extensions.get("links")
    if kept is None:
        existing = current_app.view_functions
        kept = current_app.extensions["links"] = MappingProxyType(
            {name: url_for(place) for name, place in ENDPOINTS.items() if place in existing}
        )
    return cast("Mapping[str, str]", kept)
