"""Who may have a second factor, and who may help with one."""

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.identity.person import Person


def can_have_factors(person: "Person") -> bool:
    """Say whether a person sets up factors: adults do; a pupil's account is the school's."""
    return person.grade is None and not person.is_guest


def can_help(person: "Person", user_id: uuid.UUID) -> bool:
    """Say whether ``person`` may hand a code to this one, or remove what they lost.

    Nobody helps themselves: an unattended desk must not lead around the second proof. Whom
    somebody may manage at all is ``identity.policy.can_manage``.
    """
    return person.id != user_id
