"""Which addresses take files, and how large a request may be there; all others take 2 MB.

A request with a file is read before anybody asks what it is for (the token of its form is in it),
so only those who could be meant are given the room; a stranger's is refused by its length. The
one page that strangers are meant to hand a photo in at says so (``of_anybody``), and so do those
on which pupils and citizens who are signed in share what they made (``of_learners``).
"""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar, cast

from flask import Flask, request

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_REQUEST = "largest_request"
"""The mark on a view."""


class _Room(NamedTuple):
    largest: int
    of_anybody: bool
    of_learners: bool


def takes_files(
    largest: int, *, of_anybody: bool = False, of_learners: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view's requests have up to ``largest`` bytes; it stands right below the route.

    Args:
        largest: Bytes of the whole request.
        of_anybody: Strangers' requests too.
        of_learners: Those of everybody who is signed in with an account.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, LARGEST_REQUEST, _Room(largest, of_anybody, of_learners))
        return view

    return mark


def allow_files(
    app: Flask, *, is_trusted: Callable[[], bool], is_known: Callable[[], bool]
) -> None:
    """Heed the marks; call it before anything reads a form.

    Args:
        app: The application.
        is_trusted: Whether who asks may send files everywhere.
        is_known: Whether who asks is signed in with an account.
    """

    @app.before_request
    def _make_room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        room = cast("_Room | None", getattr(view, LARGEST_REQUEST, None))
        if room is None:
            return
        if room.of_anybody or is_trusted() or (room.of_learners and is_known()):
            request.max_content_length = room.largest
