"""The site a request belongs to: its settings and theme, one frozen object on the application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.config import Settings
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Site:
    """What every package may read of this installation."""

    settings: Settings
    theme: Theme

    @property
    def city(self) -> str:
        """The city's name."""
        return self.settings.city


def site() -> Site:
    """Return the running application's site."""
    return cast("Site", current_app.extensions["terakoya"])
