"""Every column that leads to a person: what a download tells of it, and what an erasure does.

A column leads to a person by itself (``user.id`` stands in it), or over the row of another table
that does (``via``). Whatever is in no foreign key stands here as well, found by
tests/architecture/test_holdings.py, which also tells the columns that only look so.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.privacy.holdings.accounts import ACCOUNTS
from app.privacy.holdings.answered import ANSWERED
from app.privacy.holdings.around import AROUND
from app.privacy.holdings.asked import ASKED
from app.privacy.holdings.done import DONE
from app.privacy.holdings.guardians import NOT_SHARED, SHARED, Share
from app.privacy.holdings.holding import Fate, Holding
from app.privacy.holdings.learned import LEARNED
from app.privacy.holdings.mentored import MENTORED
from app.privacy.holdings.projects import PROJECTS
from app.privacy.holdings.reflected import REFLECTED
from app.privacy.holdings.shown import SHOWN
from app.privacy.holdings.together import TOGETHER
from app.privacy.holdings.worked import WORKED
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

__all__ = [
    "APART",
    "HOLDINGS",
    "NOT_SHARED",
    "SHARED",
    "Fate",
    "Holding",
    "Share",
    "of_table",
    "told",
]

HOLDINGS: tuple[Holding, ...] = (
    *ACCOUNTS,
    *AROUND,
    *LEARNED,
    *DONE,
    *TOGETHER,
    *WORKED,
    *MENTORED,
    *REFLECTED,
    *ANSWERED,
    *PROJECTS,
    *ASKED,
    *SHOWN,
)

APART: Mapping[str, Lazy] = MappingProxyType(
    {
        "statement": _l("学びの記録。statements.jsonl に、すべてあります。"),
        "document": _l("学習の道具が置いた、しおりや設定。documents.json にあります。"),
        "sign_in_attempt": _l("はじめるときに試した回数。30日で消えます。"),
        "outbox_event": _l("しくみの中の知らせ。番号だけがあり、消すときに消えます。"),
        "message": _l("送った手紙の控え。だれに何を書いたかは、ありません。"),
    }
)
"""What is no column of a person's id, and is told and erased by jobs of its own (``service``)."""


def of_table(table: str) -> Iterator[Holding]:
    """Yield the holdings of a table."""
    return (one for one in HOLDINGS if one.table == table)


def told() -> tuple[Holding, ...]:
    """Return what a download tells, in the order of its pages."""
    return tuple(one for one in HOLDINGS if one.title is not None)
