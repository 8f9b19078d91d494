"""Rows and columns of many accounts at once, for who writes them in bulk.

A roster writes twenty thousand people in one statement, past the services for one person. What a
whole row of somebody new holds, and what it means to close an account, stands here, so that it is
said once.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.identity.models import User


def user_row(
    values: Mapping[str, Any], *, is_disabled: bool, is_demo: bool, now: datetime
) -> dict[str, Any]:
    """Return the whole row of somebody new.

    Args:
        values: Its id, and what is told of them.
        is_disabled: Whether the account is closed from the start.
        is_demo: Whether they are made up.
        now: The present instant.
    """
    return {
        **values,
        "actor_name": uuid.uuid4(),
        "settings": {},
        "session_epoch": 0,
        "is_demo": is_demo,
        "is_guest": False,
        "created_at": now,
        "disabled_at": now if is_disabled else None,
    }


def closing(*, now: datetime) -> tuple[dict[str, Any], sa.ColumnElement[bool]]:
    """Return what closing open accounts sets, and which are open: every session ends."""
    values = {"disabled_at": now, "session_epoch": User.session_epoch + 1}
    return values, User.disabled_at.is_(None)


def opening() -> tuple[dict[str, Any], sa.ColumnElement[bool]]:
    """Return what opening closed accounts sets, and which are closed."""
    return {"disabled_at": None}, User.disabled_at.is_not(None)
