"""Whose guardian somebody is, of a roster beside the ties there are.

Only ever added: a roster that no longer names a guardian ends nothing, since who may see a child
is for the school to say by hand.
"""

import uuid

from app.consents.rules import How, Relation, has_authority
from app.identity.models import Role
from app.rosters.diff.people import called
from app.rosters.diff.work import PersonState, Work
from app.rosters.plan import Kind

RELATIVE = "relative"
"""OneRoster's word for who looks on, without parental authority."""


def compare_guardians(work: Work) -> None:
    """Tie guardians to pupils within reach; a tie that is there stays as it is, closed or not."""
    posts = work.roster.posts.values()
    pupils = {post.person for post in posts if post.role is Role.LEARNER}
    words = {post.person: post.roster_role for post in posts if post.role is Role.GUARDIAN}
    for guardian_key, child_key in work.roster.guardians:
        child = work.states.get(work.people.get(child_key, uuid.UUID(int=0)))
        if child is None or not child.is_managed or child_key not in pupils:
            continue
        relation = Relation.FAMILY if words.get(guardian_key) == RELATIVE else Relation.GUARDIAN
        _tie(work, child, guardian_key, relation)


def _tie(work: Work, child: PersonState, guardian_key: str, relation: Relation) -> None:
    if child.entry is None:
        return
    guardian = work.found(work.people, guardian_key, child.entry.at, "guardian", called(child))
    known = work.standing.guardians.get(child.id, set())
    if guardian is None or guardian == child.id or guardian in known | set(child.guardians):
        return
    child.guardians.append(guardian)
    values = {
        "guardian_user_id": guardian,
        "child_id": child.id,
        "relation": relation,
        "has_authority": has_authority(relation),
        "how": How.ROSTER,
        "starts_on": work.today,
    }
    work.make(Kind.GUARDIANSHIP, uuid.uuid4(), values, child.id)
