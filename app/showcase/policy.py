"""Who writes a project's page, who publishes it, and who lets comments stand."""

from typing import TYPE_CHECKING

from app.identity.models import Role

if TYPE_CHECKING:
    from app.identity.person import Person
    from app.projects.queries import Standing


def writes(standing: "Standing") -> bool:
    """Whether somebody changes the page: the team, and after the project's end its teachers."""
    return standing.may_work or standing.is_teacher


def publishes(standing: "Standing") -> bool:
    """Whether somebody makes the page public and takes it back: teachers and coordinators."""
    return standing.is_teacher


def reads_press(standing: "Standing") -> bool:
    """Whether somebody has the sheet for press: teachers, and the department's owner."""
    return standing.is_teacher or standing.is_owner


def moderates(standing: "Standing") -> bool:
    """Whether somebody lets comments stand: teachers, and the department's owner."""
    return standing.is_teacher or standing.is_owner


def outlives(standing: "Standing", *, is_named: bool) -> bool:
    """Whether somebody changes something on the desk of a page after the project's end as well.

    Args:
        standing: Who asks.
        is_named: Whether they are of those who say how they are named.
    """
    return is_named or publishes(standing) or moderates(standing)


def comments(person: "Person | None") -> bool:
    """Whether somebody writes comments: adults with an account."""
    return person is not None and not person.is_guest and not person.is_minor


def takes_off(person: "Person | None") -> bool:
    """Whether somebody takes a public page back for the city: who administers it."""
    return person is not None and person.administers_city


def takes_up(person: "Person | None") -> bool:
    """Whether the way to go on with the work leads somewhere for them.

    Visitors are asked to sign in there. Teachers and the city's staff begin projects.
    """
    return person is None or person.works_for_city or person.has_role(Role.TEACHER)
