"""Whether something may cross between two organizations. Pure."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Set


def line_of(
    place: uuid.UUID, parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> Iterator[uuid.UUID]:
    """Yield a place and all above it, up to the root."""
    seen: set[uuid.UUID] = set()
    at: uuid.UUID | None = place
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents.get(at)


def may_cross(
    to: Iterable[uuid.UUID],
    of: uuid.UUID,
    agreed: Iterable[Set[uuid.UUID]],
    parents: Mapping[uuid.UUID, uuid.UUID | None],
) -> bool:
    """Say whether something of one organization may be told to any of some others.

    Args:
        to: Who would be told.
        of: Whose people it is about.
        agreed: The parties of each agreement that holds, for the purpose and on the day.
        parents: The organization above each.
    """
    agreed = list(agreed)
    return any(_between(one, of, agreed, parents) for one in to)


def _between(
    one: uuid.UUID,
    of: uuid.UUID,
    agreed: list[Set[uuid.UUID]],
    parents: Mapping[uuid.UUID, uuid.UUID | None],
) -> bool:
    if one == of:
        return True
    # two that signed: what a city agreed with a university says nothing between its own parts,
    # nor does it where the board below the city signed beside it
    return any(
        None
        not in (mine := _signer(one, parties, parents), theirs := _signer(of, parties, parents))
        and mine != theirs
        for parties in agreed
    )


def _signer(
    place: uuid.UUID, parties: Set[uuid.UUID], parents: Mapping[uuid.UUID, uuid.UUID | None]
) -> uuid.UUID | None:
    """Return who signed for a place: itself, or the nearest above it; None for nobody."""
    return next((one for one in line_of(place, parents) if one in parties), None)
