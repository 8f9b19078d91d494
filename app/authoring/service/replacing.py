"""Find words all over a draft and replace them: looked at first, then done as one change."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.errors import ChangedMeanwhile
from app.authoring.models import ChangeKind, Draft
from app.authoring.service.changing import make_change, open_draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_HITS: Final = 200
"""Places replaced at a time: nobody looks through more."""

_KINDS: Final = (".md", ".toml")
_READINGS: Final = "readings.toml"


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is to be replaced.

    Attributes:
        find: The words, as readers see them.
        words: What is to stand there.
        everywhere: Whether keys, attributes and addresses are looked at as well.
    """

    find: str
    words: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A place at which the words stand.

    Attributes:
        path: The file.
        line: The line, from 1.
        splice: What would be done there.
        before: The line as it is, in pieces.
        after: The line as it would be, in pieces.
    """

    path: str
    line: int
    splice: rules.Splice
    before: tuple[rules.Piece, ...]
    after: tuple[rules.Piece, ...]

    @property
    def name(self) -> str:
        """What a form calls it; it holds for one number of the draft."""
        return f"{self.splice.start}:{self.path}"


def hits_of(files: Mapping[str, bytes], wanted: Replacement) -> Iterator[Hit]:
    """Yield every place of some files at which the words stand, by file and place.

    The names of files are never touched, and neither are translations: they are another text.
    No words stand nowhere.
    """
    if not wanted.find:
        return
    for path, data in sorted(files.items()):
        if not path.endswith(_KINDS) or (path == _READINGS and not wanted.everywhere):
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        for found in rules.find(path, text, wanted.find, everywhere=wanted.everywhere):
            yield _hit(path, text, found, wanted.words)


def replace(
    session: "Session",
    draft_id: uuid.UUID,
    wanted: Replacement,
    chosen: Collection[str],
    *,
    number: int,
    by: uuid.UUID,
    now: datetime,
) -> tuple[Draft, int]:
    """Replace words at the places chosen, as one change.

    Args:
        session: The open transaction.
        draft_id: The draft.
        wanted: What is replaced by what.
        chosen: The names of the hits.
        number: The draft's number at which they were looked at.
        by: Who does it.
        now: The present instant.

    Returns:
        The draft, and at how many places it was done.

    Raises:
        ChangedMeanwhile: The draft was changed since; the places may be others.
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
    """
    draft = open_draft(session, draft_id)
    if draft.number != number:
        raise ChangedMeanwhile(number)
    files = dict(queries.files(session, draft.id))
    hits = [hit for hit in hits_of(files, wanted) if hit.name in chosen]
    last_first = sorted(hits, key=lambda hit: (hit.path, -hit.splice.start))
    edited = [rules.Edited(hit.path, hit.splice) for hit in last_first]
    make_change(session, draft, edited, kind=ChangeKind.REPLACE, by=by, now=now)
    return draft, len(hits)


def _hit(path: str, text: str, found: rules.Found, words: str) -> Hit:
    start, end = found.span.start, found.span.end
    was, becomes = text[start:end], found.with_words(words)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    head, tail = text[first:start], text[end : last if last >= 0 else len(text)].rstrip("\r")
    return Hit(
        path,
        text.count("\n", 0, start) + 1,
        rules.Splice(len(text[:start].encode()), was.encode(), becomes.encode()),
        _pieces(head, was, tail),
        _pieces(head, becomes, tail),
    )


def _pieces(head: str, changed: str, tail: str) -> tuple[rules.Piece, ...]:
    pieces = rules.Piece(head), rules.Piece(changed, is_changed=True), rules.Piece(tail)
    return tuple(piece for piece in pieces if piece.text)
