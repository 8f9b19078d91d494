"""The main navigation of staff pages: what is offered, and where one is."""

from dataclasses import dataclass

from flask import g, has_request_context, request


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place of the navigation. ``label`` is in the reader's language already."""

    label: str
    url: str

    @property
    def is_current(self) -> bool:
        """Whether the request is for this place or one below it."""
        path = request.path
        return path == self.url or (self.url != "/" and path.startswith(self.url + "/"))


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the masthead of a staff page shows: the places, and the person's own place."""

    items: tuple[NavItem, ...] = ()
    place: str = ""


def set_navigation(navigation: Navigation) -> None:
    """Settle this request's navigation; called by identity, which knows the roles."""
    g.navigation = navigation


def nav() -> Navigation:
    """Return this request's navigation; empty for visitors."""
    if not has_request_context():
        return Navigation()
    found: Navigation = g.get("navigation", Navigation())
    return found
