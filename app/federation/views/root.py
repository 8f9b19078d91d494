"""The blueprint of this package's pages, and what it offers to the sign-in page."""

from collections.abc import Callable, Sequence
from typing import cast

from flask import Blueprint, Flask, current_app, url_for

from app import clock
from app.db import reading
from app.federation import leaving, queries
from app.federation.directory import Directory
from app.federation.oidc import Registration
from app.federation.proving import registration_of
from app.federation.queries import ProviderView
from app.identity.entrances import WayIn, offer_way_out, offer_ways_in
from app.ui.site import site

bp = Blueprint("federation", "app.federation", template_folder="templates")


def init_app(app: Flask) -> None:
    """Let ``app`` know its providers, and show their buttons where people sign in."""
    app.extensions["providers"] = Directory()
    offer_ways_in(app, _buttons)
    offer_way_out(app, _way_out)


def directory() -> Directory:
    """Return what this process knows of providers."""
    return cast("Directory", current_app.extensions["providers"])


def return_address(slug: str, endpoint: str = "federation.back") -> str:
    """Return where a provider sends people back to: an address of its own for each."""
    return site().settings.public_url + url_for(endpoint, slug=slug)


def us_to(found: ProviderView) -> Registration:
    """Return who we are to a provider.

    Raises:
        SealBroken: Its secret was sealed under another SECRET_KEY.
    """
    return registration_of(found, site().settings, return_address(found.slug))


def _way_out() -> Callable[[], str] | None:
    """Return what leads on who came in by a provider that signs people out as well."""
    kept = leaving.came_by()
    if kept is None or not queries.signs_out(reading(), kept["slug"]):
        return None

    def lead_on() -> str:
        leaving.set_out(kept, now=clock.now())
        return url_for("federation.leave", slug=kept["slug"])

    return lead_on


def _buttons(target: str | None) -> Sequence[WayIn]:
    return [
        WayIn(one.name, url_for("federation.go", slug=one.slug, next=target))
        for one in queries.listed(reading())
    ]
