"""Bring a draft up to the version that is published now. One job in the caller's transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.authoring import queries, rules
from app.authoring import service as authoring
from app.authoring.errors import ChangedMeanwhile
from app.authoring.merging.errors import NotChosen, NothingNewer
from app.authoring.merging.rules import Merged, Side, merged, rekeyed, settled
from app.authoring.models import ChangeKind, Draft
from app.catalog import queries as catalog

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Beside:
    """A draft beside the version that is published now.

    Attributes:
        version: That version.
        ours: The draft's files.
        course: Both put together.
        keys: Keys of new things of the draft → others, since the version has the same.
        taken: Every key that a new thing cannot have.
    """

    version: queries.Newer
    ours: Files
    course: Merged
    keys: Mapping[str, str]
    taken: frozenset[str]

    def settled(self, chosen: Mapping[str, Side]) -> tuple[Files, tuple[rules.Operation, ...]]:
        """Return the files that come of what was chosen, and what makes them of the draft's.

        Raises:
            NotChosen: Of some conflicts nothing was chosen.
        """
        ids = {one.id for one in self.course.conflicts}
        if ids - chosen.keys():
            raise NotChosen(tuple(sorted(ids - chosen.keys(), key=int)))
        found = settled(self.course, chosen, _keys_after(self.taken))
        there = set(self.ours)
        renamed: list[rules.Operation] = [
            rules.Renamed(path, to)
            for path, to in found.moved
            if path in there and to not in there
        ]
        now = rules.performed(self.ours, renamed)
        return found.files, (*renamed, *rules.difference(now, found.files))


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose, of what they saw.

    Attributes:
        number: The draft's number at that time.
        version_id: The version beside it.
        sides: The name of a conflict → what is chosen.
    """

    number: int
    version_id: uuid.UUID | None
    sides: Mapping[str, Side]


def beside(session: "Session", draft: Draft) -> Beside:
    """Put a draft together with the version that is published now; six queries at most.

    Raises:
        NothingNewer: It stands on that version.
    """
    version = queries.newer_version(session, draft)
    if version is None:
        raise NothingNewer
    base = dict(catalog.files(session, draft.base_version_id)) if draft.base_version_id else {}
    theirs = dict(catalog.files(session, version.id))
    source = queries.source_of(session, draft)
    ours = dict(source.files)
    taken = frozenset(authoring.taken_keys(session, source))
    own, keys = rekeyed(base, theirs, ours, _keys_after(taken))
    taken |= frozenset(keys.values())
    return Beside(version, ours, merged(base, theirs, own), keys, taken)


def bring_in(
    session: "Session", draft_id: uuid.UUID, choice: Choice, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Bring the version that is published now into a draft, as one change; it stands on it then.

    Raises:
        ChangedMeanwhile: The draft was changed since, or another version was published.
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NotChosen: Of some conflicts nothing was chosen.
        NothingNewer: The draft stands on that version.
    """
    draft = authoring.open_draft(session, draft_id)
    found = beside(session, draft)
    if draft.number != choice.number or found.version.id != choice.version_id:
        raise ChangedMeanwhile(draft.number)
    _files, operations = found.settled(choice.sides)
    authoring.make_change(session, draft, operations, kind=ChangeKind.MERGE, by=by, now=now)
    draft.base_version_id = found.version.id
    session.flush()
    return draft


def _keys_after(taken: frozenset[str]) -> "_NewKeys":
    return _NewKeys(set(taken))


@dataclass(slots=True)
class _NewKeys:
    """Gives keys that nothing has, each once; the same ones in the same order every time."""

    taken: set[str]

    def __call__(self, key: str) -> str:
        new = authoring.new_key(self.taken, authoring.stem_of("", key))
        self.taken.add(new)
        return new
