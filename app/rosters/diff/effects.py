"""Posts that hold from a day of effect on (発令日), which may be to come.

A transfer table says where somebody works from that day. What they held before is not corrected by
it: it ends the day before, so that every day can still be asked for.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from app.rosters.diff.work import PersonState, PostState, Work
from app.rosters.roster import PostEntry
from app.rosters.standing import is_open


def settle_effect(
    work: Work, state: PersonState, entry: PostEntry, place: uuid.UUID, on: date
) -> None:
    """Let a post be held as an entry says, from its day of effect on.

    Whoever has no row that says 主務 moves with the one that says neither that nor 兼務.
    """
    main = entry.is_primary
    if main is None:
        main = None if entry.person in work.with_main else True
    held = _held(state, entry, place, on)
    wanted = {
        "title": entry.title if entry.title is not None else held.values["title"] if held else "",
        "is_primary": main if main is not None else bool(held and held.values["is_primary"]),
    }
    if wanted["is_primary"]:
        work.effects[state.id] = on
    if held is None:
        state.posts.append(_begun(entry, place, on, {**_NOTHING, **wanted}))
    elif _starts(held) == on or all(held.values[name] == told for name, told in wanted.items()):
        held.at = entry.at
        held.values |= wanted
    else:
        after = {**held.values, **wanted, "sourced_id": None}
        _end_before(held, on)
        held.at = entry.at
        state.posts.append(_begun(entry, place, on, after))


def leave_old_main(work: Work, state: PersonState) -> None:
    """End the primary post that somebody had, the day before another one begins."""
    on = work.effects.get(state.id)
    if on is None:
        return
    for post in state.posts:
        is_older = _starts(post) < on and is_open(post.ends_on, on)
        is_left = post.at is None and post.values["is_primary"] and is_older
        if is_left and work.reaches(post.organization):
            _end_before(post, on)


_NOTHING: dict[str, Any] = {
    "sourced_id": None,
    "roster_role": None,
    "title": "",
    "is_primary": False,
    "attendance_number": None,
    "ends_on": None,
}


def _held(state: PersonState, entry: PostEntry, place: uuid.UUID, on: date) -> PostState | None:
    """Return the post at that place on that day: one that begins then comes first."""
    same = [one for one in state.posts if (one.organization, one.role) == (place, entry.role)]
    begins = [one for one in same if _starts(one) == on]
    lasts = [one for one in same if _starts(one) <= on and is_open(one.ends_on, on)]
    return next(iter([*begins, *lasts]), None)


def _begun(entry: PostEntry, place: uuid.UUID, on: date, values: dict[str, Any]) -> PostState:
    made = {**values, "starts_on": on}
    return PostState(uuid.uuid4(), place, entry.role, made, None, entry.at)


def _starts(post: PostState) -> date:
    found: date = post.values["starts_on"]
    return found


def _end_before(post: PostState, on: date) -> None:
    post.values["ends_on"] = on - timedelta(days=1)
