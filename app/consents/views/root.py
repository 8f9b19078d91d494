"""The blueprint of this package's pages, and what all of them ask."""

from datetime import date

from flask import Blueprint

from app import clock
from app.ui.site import site

bp = Blueprint("consents", "app.consents", template_folder="templates")


def today() -> date:
    """Return the day in Japan."""
    return clock.day_of(clock.now())


def consent_age() -> int:
    """Return the installation's age of consent, in years."""
    return site().settings.consent_age


def secret() -> str:
    """Return the installation's secret, under which codes are kept."""
    return site().settings.secret_key
