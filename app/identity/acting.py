"""In which post somebody acts: kept in the session, offered on every page to who has several."""

import uuid

from flask import session

from app.identity.forms import ROLE_NAMES
from app.identity.person import Person, PostView
from app.ui.navigation import Stance


def as_acting(found: Person) -> Person:
    """Return a person as they act now: in the chosen post, or the main one once it has ended."""
    try:
        chosen = uuid.UUID(str(session.get("acting")))
    except ValueError:
        return found.acting_in(None)
    return found.acting_in(chosen)


def act_in(post: PostView) -> None:
    """Act in ``post`` from the next request on, until the session ends."""
    session["acting"] = str(post.id)


def stances(found: Person) -> tuple[Stance, ...]:
    """Return what a person may act as; nothing for who has one stance, and no choice."""
    acting = {post.id for post in found.posts}
    offered = tuple(
        Stance(str(posts[0].id), title_of(posts), is_current=posts[0].id in acting)
        for posts in found.stances
    )
    return offered if len(offered) > 1 else ()


def title_of(posts: tuple[PostView, ...]) -> str:
    """Return how a stance is called: 「税務課 主事」, or by its role where no post has a title."""
    titled = next((post for post in posts if post.title), posts[0])
    return f"{titled.organization_name} {titled.title or ROLE_NAMES[titled.role]}"
