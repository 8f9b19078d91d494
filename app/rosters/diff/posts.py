"""Posts of a roster beside those that people hold."""

import uuid
from typing import Any

from app.identity.models import OrganizationKind, Role
from app.rosters.diff.effects import leave_old_main, settle_effect
from app.rosters.diff.people import called, has_left, state_of
from app.rosters.diff.work import PersonState, PostState, Work
from app.rosters.faults import Flaw
from app.rosters.plan import Kind
from app.rosters.roster import PostEntry
from app.rosters.standing import is_open


def compare_posts(work: Work) -> None:
    """Settle what posts everybody has; whoever is new and has none is left out."""
    work.with_main |= {one.person for one in work.roster.posts.values() if one.is_primary}
    for entry in work.roster.posts.values():
        _compare(work, entry)
    for state in list(work.states.values()):
        if state.entry is None:
            continue
        if state.is_made and not state.posts:
            id_ = state.entry.sourced_id
            if not work.of_staff:  # there, the row tells why already
                work.fault(state.entry.at, "id", Flaw.NO_POST, id_, of=called(state))
            work.roster.set_aside.add(state.entry.key)
            del work.people[state.entry.key], work.states[state.id]
            continue
        _leave_old_schools(work, state)
        leave_old_main(work, state)
        settle_primary(work, state)


def _compare(work: Work, entry: PostEntry) -> None:
    person = work.found(work.people, entry.person, entry.at, "person")
    if person is None:
        return
    state = state_of(work, person)
    of = called(state)
    place = work.found(work.places, entry.organization, entry.at, "place", of)
    if place is None:
        return
    post = _matching(work, state, entry, place)
    if not work.reaches(place):
        if post is None:
            work.fault(entry.at, "place", Flaw.OUTSIDE, entry.organization, of=of)
    elif post is None and entry.role not in work.roles:
        work.fault(entry.at, "role", Flaw.ROLE, entry.role.value, of=of)
    elif post is None and not state.is_managed and state.entry is None:
        work.fault(entry.at, "person", Flaw.ELSEWHERE, entry.person, of=of)
    else:
        _settle(work, state, entry, place, post)


def _settle(
    work: Work, state: PersonState, entry: PostEntry, place: uuid.UUID, post: PostState | None
) -> None:
    if post is None and state.entry is not None and has_left(state.entry, work.today):
        return  # who has left is given no post by the row that says so
    if entry.effective_on is not None:
        settle_effect(work, state, entry, place, entry.effective_on)
        return
    starts = entry.starts_on or (work.today if post is None else post.values["starts_on"])
    if entry.ends_on is not None and entry.ends_on < starts:
        work.fault(entry.at, "end", Flaw.DATE, entry.ends_on.isoformat(), of=called(state))
        return
    if post is None:
        _add(state, entry, place, starts)
    elif post.at is None:
        post.at = entry.at
        _change(work, post, entry)


def _matching(
    work: Work, state: PersonState, entry: PostEntry, place: uuid.UUID
) -> PostState | None:
    """Return the post that an entry speaks of: by its id, else the open one, else one reopened."""
    same = [post for post in state.posts if post.organization == place and post.role is entry.role]
    for post in same:
        if entry.sourced_id and post.values["sourced_id"] == entry.sourced_id:
            return post
    for post in same:
        if is_open(post.ends_on, work.today):
            return post
    starts = entry.effective_on or entry.starts_on or work.today
    return next((post for post in same if post.values["starts_on"] == starts), None)


def _add(state: PersonState, entry: PostEntry, place: uuid.UUID, starts: Any) -> None:  # noqa: ANN401  a day
    values = {
        "sourced_id": entry.sourced_id,
        "roster_role": entry.roster_role,
        "title": entry.title or "",
        "is_primary": bool(entry.is_primary),
        "attendance_number": entry.number,
        "starts_on": starts,
        "ends_on": entry.ends_on,
    }
    made = uuid.uuid4()
    state.posts.append(PostState(made, place, entry.role, values, None, entry.at))


def _change(work: Work, post: PostState, entry: PostEntry) -> None:
    values = post.values
    values["sourced_id"] = values["sourced_id"] or entry.sourced_id
    values["roster_role"] = values["roster_role"] or entry.roster_role
    if not is_open(values["ends_on"], work.today) or entry.ends_on is not None:
        values["ends_on"] = entry.ends_on
    if entry.starts_on is not None:
        values["starts_on"] = entry.starts_on
    for name, told in (
        ("title", entry.title),
        ("is_primary", entry.is_primary),
        ("attendance_number", entry.number),
    ):
        if told is not None:
            values[name] = told


def _leave_old_schools(work: Work, state: PersonState) -> None:
    """End the place of a pupil at a school, where the roster has them at another one."""
    learns = [p for p in state.posts if p.role is Role.LEARNER]
    if not any(post.was is None and post.at is not None for post in learns):
        return
    for post in learns:
        known = work.standing.organizations.get(post.organization)
        is_school = known is not None and known.kind is OrganizationKind.SCHOOL
        is_left = post.at is None and is_open(post.ends_on, work.today)
        if is_school and is_left and work.reaches(post.organization):
            end(work, post)


def end(work: Work, post: PostState) -> None:
    """Let a post hold no longer than yesterday."""
    post.values["ends_on"] = max(work.yesterday, post.values["starts_on"])


def settle_primary(work: Work, state: PersonState) -> None:
    """Leave somebody one main post: one outside of reach, else the roster's, else the first."""
    held = [post for post in state.posts if post.ends_on is None]
    main = [post for post in held if post.values["is_primary"]]
    if len(main) == 1 or not held:
        return
    ranked = sorted(
        main or held,
        key=lambda post: (
            work.reaches(post.organization),
            post.at is None,
            post.values["starts_on"],
        ),
    )
    for post in held:
        if post is ranked[0] or work.reaches(post.organization):
            post.values["is_primary"] = post is ranked[0]


def finish_posts(work: Work, state: PersonState) -> None:
    """Note the rows of somebody's posts that are made or change."""
    for post in state.posts:
        if post.was is None:
            post.values |= {
                "user_id": state.id,
                "organization_id": post.organization,
                "role": post.role,
            }
            work.make(Kind.POST, post.id, post.values, state.id)
            continue
        before = {name: getattr(post.was, name) for name in post.values}
        work.change(Kind.POST, post.id, before, post.values, state.id)
