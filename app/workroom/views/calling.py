"""How several members are called together."""

import uuid
from collections.abc import Collection

from app.projects.queries import Names
from app.ui.strings import gettext as _


def called(names: Names, people: Collection[uuid.UUID]) -> list[str]:
    """Return what to print for some members: names in their order, then 「A高校の2人」.

    Args:
        names: How each is called to the reader.
        people: Whom it is about; of somebody who is no member, as ``Names.of`` says.
    """
    listed: dict[uuid.UUID, str] = {}
    counts: dict[str, set[uuid.UUID]] = {}
    for one in names.members:
        user_id = one.member.user_id
        if user_id not in people:
            continue
        if one.is_named:
            listed.setdefault(user_id, one.name)
        else:
            counts.setdefault(one.member.organization.name, set()).add(user_id)
    known = {one.member.user_id for one in names.members}
    return [
        *listed.values(),
        *(_("%(place)sの%(n)s人", place=place, n=len(ids)) for place, ids in counts.items()),
        *dict.fromkeys(names.of(one) for one in people if one not in known),
    ]
