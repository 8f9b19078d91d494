"""Put into a draft what was pasted. One job in the caller's transaction."""

import re
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.service.arranging import Done, Seen, put_blocks
from app.authoring.service.changing import open_draft
from app.authoring.service.fresh import objective_of
from app.authoring.service.keys import new_key, stem_of, taken_keys
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_OPENED: Final = re.compile(r"^:::[ \t]+(\S+).*?[ \t]#([a-z][a-z0-9-]*)(?!\S)", re.MULTILINE)
"""The first line of a block with a key."""


def put_pasted(
    session: "Session",
    draft_id: uuid.UUID,
    text: str,
    after: Seen,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Done:
    """Put what was pasted behind a block; its questions get keys, and the lesson's one objective.

    The arguments and errors are those of ``put_blocks``.
    """
    text = text.replace("\r\n", "\n")  # the line ends of a form
    source = queries.source_of(session, open_draft(session, draft_id))
    lesson = next((one for one in source.with_blocks if one.path == after.path), None)
    taken = taken_keys(session, source)
    new: dict[str, str] = {}
    for kind, key in dict.fromkeys(_OPENED.findall(text)):
        new[key] = new_key(taken, stem_of(kind))
        taken.add(new[key])
    graded = "|".join(kind.name for kind in KINDS.values() if kind.is_graded)
    opened = re.compile(rf"^(::: (?:{graded}) #\S+)$", re.MULTILINE)
    text = opened.sub(rf"\1{objective_of(lesson)}", rules.rekeyed(text, new))
    return put_blocks(session, draft_id, text, after, by=by, now=now)
