"""The places every page may lead to, by name; a page without one shows no link."""

from collections.abc import Mapping

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
    """Return the URL of each named place that exists."""
    existing = current_app.view_functions
    return {
        name: url_for(endpoint) for name, endpoint in ENDPOINTS.items() if endpoint in existing
    }
