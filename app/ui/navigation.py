"""The main navigation of staff pages: what is offered, and where one is."""

from dataclasses import dataclass, replace

from flask import g, has_request_context, request

from app.ui.reader import reader, set_reader


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place of the navigation, or a word behind which several stand (``items``).

    ``label`` is in the reader's language already. A word has no ``url`` of its own.
    """

    label: str
    url: str = ""
    items: "tuple[NavItem, ...]" = ()

    @property
    def is_current(self) -> bool:
        """Whether the request is for this place or one below it."""
        if self.items:
            return any(item.is_current for item in self.items)
        path = request.path
        return path == self.url or (self.url != "/" and path.startswith(self.url + "/"))


@dataclass(frozen=True, slots=True)
class Stance:
    """What a person may act as: a post by its id, and how it is called."""

    id: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the masthead of a staff page shows: the places, and the person's own place.

    ``stances``: what the person may act as, on everybody's pages; empty for who has one post.
    """

    items: tuple[NavItem, ...] = ()
    place: str = ""
    stances: tuple[Stance, ...] = ()


def set_navigation(navigation: Navigation) -> None:
    """Settle this request's navigation; called by identity, which knows the roles."""
    g.navigation = navigation


def offer_stances(stances: tuple[Stance, ...]) -> None:
    """Let this request's page offer what the person may act as."""
    g.navigation = replace(nav(), stances=stances)


def sit_at_desk() -> None:
    """Let this request's page look like a desk, as all pages of the city's staff do."""
    set_reader(replace(reader(), audience="staff"))


def nav() -> Navigation:
    """Return this request's navigation; empty for visitors."""
    if not has_request_context():
        return Navigation()
    found: Navigation = g.get("navigation", Navigation())
    return found
