"""Who is at the places of a roster and not in it: left alone, or leaving."""

import uuid

from app.identity.models import Role
from app.rosters.diff.employments import end_employment
from app.rosters.diff.enrollments import leave
from app.rosters.diff.people import state_of
from app.rosters.diff.posts import end, settle_primary
from app.rosters.diff.work import PersonState, Work
from app.rosters.standing import is_open

Covered = frozenset[tuple[uuid.UUID, Role]]
"""Places and roles of which a roster has somebody."""


def covered_by(work: Work) -> Covered:
    """Return the places and roles that a roster speaks of, as far as they are within reach."""
    found = (
        (work.places.get(entry.organization), entry.role) for entry in work.roster.posts.values()
    )
    roles = (Role.LEARNER,) if work.of_staff else tuple(Role)
    return frozenset(
        (place, role) for place, role in found if place and role in roles and work.reaches(place)
    )


def absent_from(work: Work, covered: Covered) -> list[PersonState]:
    """Return who holds a covered post and is not in the roster; whoever imports it never is."""
    found = []
    for user_id in work.standing.users:
        if user_id == work.by or getattr(work.states.get(user_id), "entry", None) is not None:
            continue
        held = work.open_posts(user_id)
        if any((post.organization_id, post.role) in covered for post in held):
            found.append(state_of(work, user_id))
    return found


def let_leave(work: Work, absent: list[PersonState], covered: Covered) -> None:
    """End the covered posts of who is absent, and those of others that their rows do not have."""
    for state in absent:
        _end_covered(work, state, covered)
        end_employment(work, state)
        state.is_leaving = True
        is_left = not any(is_open(post.ends_on, work.tomorrow) for post in state.posts)
        known = work.standing.users[state.id]
        if is_left and state.is_managed and not known.is_disabled:
            state.before, state.after = {"is_disabled": False}, {"is_disabled": True}
    for state in work.states.values():
        if state.entry is not None and not state.is_made and state.id != work.by:
            _end_covered(work, state, covered)
            settle_primary(work, state)


def _end_covered(work: Work, state: PersonState, covered: Covered) -> None:
    for post in state.posts:
        is_covered = (post.organization, post.role) in covered
        if post.at is None and is_covered and is_open(post.ends_on, work.today):
            end(work, post)
    held = (post for post in state.posts if is_open(post.ends_on, work.tomorrow))
    here = {post.organization for post in held}
    for one in state.enrollments:
        school = work.class_schools[one.class_id]
        is_held = one.at is None and is_open(one.ends_on, work.today)
        if is_held and school not in here and work.reaches(school):
            leave(work, one)
