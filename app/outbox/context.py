"""What a handler may know of the installation it runs in."""

from typing import cast

from flask import current_app

from app.config import Settings


def settings() -> Settings:
    """Return the settings of the running worker (or of the application, in tests)."""
    return cast("Settings", current_app.extensions["terakoya"].settings)
