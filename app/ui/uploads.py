"""Which addresses take files, and how large a request may be there; all others take 2 MB.

A request with a file is read before anybody asks what it is for (the token of its form is in it),
so only those who could be meant are given the room; a stranger's is refused by its length. The
one page that strangers are meant to hand a photo in at says so (``of_anybody``).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from flask import Flask, request

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_REQUEST = "largest_request"
"""The mark on a view."""


def takes_files(
    largest: int, *, of_anybody: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view's requests have up to ``largest`` bytes; it stands right below the route.

    Args:
        largest: Bytes of the whole request.
        of_anybody: Strangers' requests too.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, LARGEST_REQUEST, (largest, of_anybody))
        return view

    return mark


def allow_files(app: Flask, *, is_trusted: Callable[[], bool]) -> None:
    """Heed the marks; call it before anything reads a form.

    Args:
        app: The application.
        is_trusted: Whether who asks may send files at all.
    """

    @app.before_request
    def _make_room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        mark = cast("tuple[int, bool] | None", getattr(view, LARGEST_REQUEST, None))
        if mark is not None and (mark[1] or is_trusted()):
            request.max_content_length = mark[0]
