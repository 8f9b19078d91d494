"""Who may do what with a bank, and see what answers say of questions. Pure.

A bank is an organization's (*own*), or the city's itself (*city's*). Somebody authors for the
organization whose bank it is (*keeper*), authors for another one (*author*), or administers the
city (*city*).

========  ==================  ====================  =========================================
action    own bank            the city's bank       what it is
========  ==================  ====================  =========================================
see       keeper, city        keeper, author, city  open it, and have it given out as a file
draw      keeper, city        keeper, author, city  put its questions into a course
add       keeper, city        keeper, city          bring questions: by hand, a file, a course
mend      keeper, city        keeper, city          make versions of questions, and tag them
========  ==================  ====================  =========================================

A bank is made by who would be its keeper, and by the city. From whom a bank is hidden (no *see*)
finds no page (404); who may see it and not do something is told so (403).

What first answers say of a question is seen by who may author a course that uses it: sums alone,
from ten people on (``statistics``).
"""

import uuid
from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.identity.person import Person


class Owner(StrEnum):
    """Whose a bank is; a column of the table above."""

    OWN = "own"
    CITY = "city"


class Part(StrEnum):
    """How somebody stands to a bank."""

    KEEPER = "keeper"
    AUTHOR = "author"
    CITY = "city"


class Action(StrEnum):
    """What can be done with a bank; a row of the table above."""

    SEE = "see"
    DRAW = "draw"
    ADD = "add"
    MEND = "mend"


_KEEPERS: Final = frozenset({Part.KEEPER, Part.CITY})
_EVERYBODY: Final = frozenset(Part)

_TABLE: Final[Mapping[tuple[Action, Owner], Set[Part]]] = MappingProxyType(
    {
        (Action.SEE, Owner.OWN): _KEEPERS,
        (Action.SEE, Owner.CITY): _EVERYBODY,
        (Action.DRAW, Owner.OWN): _KEEPERS,
        (Action.DRAW, Owner.CITY): _EVERYBODY,
        (Action.ADD, Owner.OWN): _KEEPERS,
        (Action.ADD, Owner.CITY): _KEEPERS,
        (Action.MEND, Owner.OWN): _KEEPERS,
        (Action.MEND, Owner.CITY): _KEEPERS,
    }
)


def may(who: "Person", action: Action | str, organization_id: uuid.UUID, owner: Owner) -> bool:
    """Whether somebody may do something with a bank; see the table of this module.

    Args:
        who: The person.
        action: What.
        organization_id: Whose the bank is.
        owner: Whether that is the city itself.
    """
    return not _TABLE[Action(action), owner].isdisjoint(parts_of(who, organization_id))


def parts_of(who: "Person", organization_id: uuid.UUID) -> frozenset[Part]:
    """Return how somebody stands to the banks of an organization."""
    found = set[Part]()
    if may_open(who):
        found.add(Part.KEEPER if organization_id in who.authors_for else Part.AUTHOR)
    if who.administers_city:
        found.add(Part.CITY)
    return frozenset(found)


def may_open(who: "Person") -> bool:
    """Whether there are banks for somebody at all: who authors courses."""
    return bool(who.authors_for) and not who.is_minor


def may_make(who: "Person", organization_id: uuid.UUID) -> bool:
    """Whether somebody may make a bank for an organization."""
    return not _KEEPERS.isdisjoint(parts_of(who, organization_id))


def may_see_figures(who: "Person", libraries: "Iterable[uuid.UUID | None]") -> bool:
    """Whether somebody sees what answers say of a question.

    Args:
        who: The person.
        libraries: Of the courses that ask it; None for the whole city's.
    """
    if who.administers_city:
        return True
    return may_open(who) and not set(libraries).isdisjoint(who.authors_for)
