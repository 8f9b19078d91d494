"""A row in every table that leads to a person, with words that can be found again.

Made from the metadata: what a column is decides what is put in. ``SPECIAL`` says what a table's
own checks want.
"""

import enum
import itertools
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.db import Base, UtcDateTime
from app.privacy.holdings import HOLDINGS, Fate, Holding
from tests.factories.identity import NOW, TODAY, a_user

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MARK = "ゆきのあさのしるし"
"""In every text of the person's rows."""

NEUTRAL = "なにもない"
"""In every text of the rows around them, and of other people's."""

SPECIAL: dict[str, dict[str, Any]] = {
    "achievement": {"kind": "workshop", "valid_months": 12},
    "achievement_batch": {"withdrawal_agreed_by_id": None},
    "assignment": {
        "organization_id": None,
        "adds_joiners": False,
        "post_title": "",
        "prior_months": 6,
    },
    "assignee": {"state": "exempt", "exemption": "other"},
    "endorsement": {"expires_on": date(2030, 1, 1)},
    "endorsement_invitation": {"ends_on": date(2030, 1, 1)},
    "attestation_contest": {"outcome": "upheld"},
    "prior_learning": {"hours": 12},
    "survey_round": {"opens_on": TODAY, "closes_on": TODAY, "opened_on": TODAY, "closed_on": None},
    "survey_group": {"kind": "city", "organization_id": None, "parent_id": None},
    "survey_tally": {"level": 1},
    "improvement_memo": {
        "state": "confirmed",
        "withdrawn_on": None,
        "before": 30,
        "after": 10,
        "times": 2,
        "people": 2,
    },
    "project": {
        "state": "active",
        "ended_on": None,
        "deliver_on": None,
        "challenge_id": None,
        "successor_of_id": None,
    },
    "mentor_vetting": {"ends_on": date(2030, 1, 1), "ended_on": None, "minutes": 60},
    "ticket": {
        "estimate": 20,
        "minutes": None,
        "vetting_id": None,
        "counted_on": None,
        "wanted_on": TODAY,
    },
    "concern": {"project_id": None, "state": "open", "handled_at": None},
    "challenge": {"opens_on": TODAY, "closes_on": TODAY},
    "need": {"project_id": None, "state": "open", "closed_on": None, "hours": 3},
    "offer": {"state": "thanked", "pupils": None, "organization_id": None, "done_minutes": 60},
    "workforce_target": {"counts": "profile", "item_ref": None, "achievement_id": None},
    "training_record": {"expires_on": None},
    "training_rule": {"months": 12},
    "availability": {"hours": 4},
    "sought_role": {"until": None},
    "report": {"replaces_id": None},
    "project_member": {"left_on": None},
    "project_award": {"hours": 4},
    "gate_check": {"kind": "check"},
    "organization": {"parent_id": None, "founder": None, "school_levels": None, "kind": "city"},
    "one_time_link": {"expires_at": datetime(2030, 1, 1, tzinfo=NOW.tzinfo)},
    "academic_session": {"ends_on": date(2030, 3, 31)},
    "enrollment": {"ends_on": None},
    "post": {"ends_on": None, "is_primary": False},
    "employment": {"kind": "full_time", "leave": None, "leave_from": None, "leave_until": None},
    "registration": {"completed_at": None, "score": 0.5, "merged_into_id": None},
    "credential": {
        "state": "revoked",
        "visibility": "private",
        "share_token": None,
        "valid_until": None,
        "status_index": 7,
    },
    "credential_delivery": {"state": "waiting", "delivered_at": None},
    "received_credential": {"state": "quarantined"},
    "skill_attestation": {
        "source": "signed_credential",
        "ground_id": None,
        "level": 1,
        "expires_on": None,
    },
    "lesson_report": {"state": "mended", "told_at": NOW},
    "draft": {"state": "draft", "published_version_id": None, "base_version_id": None},
    "review_comment": {"reply_to_id": None, "start": 0, "end": 1},
    "media_file": {"width": None, "height": None, "captions": None, "seconds": None},
    "course": {"current_version_id": None},
    "guardianship": {"ends_on": None, "guardian_user_id": None},
    "guardian_letter": {"expires_at": datetime(2030, 1, 1, tzinfo=NOW.tzinfo)},
    "class_door": {"closes_at": datetime(2030, 1, 1, tzinfo=NOW.tzinfo)},
    "consent_record": {"how": "paper"},
    "forwarder": {"ended_at": None},
    "trusted_issuer": {"removed_at": None},
    "registry_elsewhere": {"ended_at": None},
    "subject_agreement": {"confirmed_at": None, "ended_at": None},
    "journal_entry": {"changed_on": None},
    "peer_part": {"points": 50, "together": 3},
    "settled_assessment": {"number": 1, "share": 50, "scaled": 0.5},
    "user": {"merged_into_id": None, "is_guest": False},
    "artifact_version": {"url": None},
    "adoption": {"state": "measured", "answer": "adopt", "percent": 50},
    "adoption_step": {"move": "news", "state": "measured"},
    "answer_template": {"answer": "adopt"},
    "continuation": {"kind": "club"},
    "continuation_look": {"goes_on": True},
    "showcase": {"state": "draft"},
    "showcase_comment": {"state": "published"},
}
"""Where a table's checks ask for more than its columns' types."""

ONCE = ("academic_session",)
"""Tables whose row would clash with another of the same values."""

OF_ONE = ("availability",)
"""Tables in which a person has one row: one that only names the person is of somebody new."""

ANEW = {
    ("adoption", "project_id"),
    ("continuation", "project_id"),
    ("showcase", "project_id"),
    ("project_award", "achievement_id"),
}
"""Columns by which a row has another to itself: each leads to a new one."""

_numbers = itertools.count(1)


Rows = dict[str, dict[str, Any]]
"""A row of each table, by its name."""


def fill(
    session: "Session",
    person_id: uuid.UUID,
    other_id: uuid.UUID,
    *,
    around: Rows | None = None,
) -> Rows:
    """Put a row of the person's in each table of ``HOLDINGS``; others are ``other_id``.

    Returns:
        The rows that there may be once only, to fill in a second person ``around`` the same.
    """
    maker = _Maker(session, person_id, other_id, around or {})
    for holding in HOLDINGS:
        if holding.table not in {"user", "bookmark", "audit_entry"}:
            maker.row_of(holding)
    return {name: maker.kept[name] for name in ONCE}


class _Maker:
    def __init__(
        self, session: "Session", person_id: uuid.UUID, other_id: uuid.UUID, around: Rows
    ) -> None:
        self._session, self._person, self._other = session, person_id, other_id
        self.kept: Rows = dict(around)

    def row_of(self, holding: Holding) -> None:
        """Make a row, where the table's first one does not lead there by another column yet."""
        is_first = holding.table not in self.kept
        if holding.via and not is_first:
            return
        person = "" if holding.via else holding.column
        made = self._insert(holding.table, person=person, word=_word(holding))
        if is_first:
            self.kept[holding.table] = made

    def _insert(self, name: str, *, person: str = "", word: str = NEUTRAL) -> dict[str, Any]:
        table = Base.metadata.tables[name]
        values = {
            column.name: SPECIAL[name][column.name]
            if column.name in SPECIAL.get(name, {}) and column.name != person
            else self._value(column, word, is_person=column.name == person)
            for column in table.columns
            if not (column.primary_key and column.autoincrement is True)
        }
        self._session.execute(sa.insert(table).values(values))
        return values

    def _value(self, column: "sa.Column[Any]", word: str, *, is_person: bool) -> Any:  # noqa: ANN401
        for key in column.foreign_keys:
            return self._referred(column, key.column, is_person=is_person)
        if isinstance(column.type, sa.Uuid):
            return self._person if is_person else uuid.uuid4()
        return _plain(column, word)

    def _referred(
        self,
        by: "sa.Column[Any]",
        column: "sa.Column[Any]",
        *,
        is_person: bool,
    ) -> Any:  # noqa: ANN401
        name = column.table.name
        if name == "user" and by.table.name in OF_ONE and not is_person:
            somebody = a_user(self._session)
            self._session.flush()
            return somebody.id
        if name == "user":
            return self._person if is_person else self._other
        if (by.table.name, by.name) in ANEW:
            return self._insert(name)[column.name]
        if name not in self.kept:
            ways = [one for one in HOLDINGS if one.table == name and not one.via]
            self.kept[name] = (
                self._insert(name, person=ways[0].column, word=_word(ways[0]))
                if ways
                else self._insert(name)
            )
        return self.kept[name][column.name]


def _word(holding: Holding) -> str:
    """Return what is in the texts of a row: others' rows, that only name the person, have none."""
    return MARK if holding.fate in {Fate.DELETED, Fate.NAMELESS} else NEUTRAL


def _plain(column: "sa.Column[Any]", word: str) -> Any:  # noqa: ANN401  any type
    kind = column.type
    if isinstance(kind, sa.Enum):
        enumeration = kind.enum_class
        assert enumeration is not None
        assert issubclass(enumeration, enum.Enum)
        return next(iter(enumeration))
    if isinstance(kind, sa.JSON):
        return {"words": word}
    for types, value in (
        (UtcDateTime, NOW),
        (sa.Date, TODAY),
        (sa.Boolean, False),
        (sa.Integer | sa.Float, next(_numbers)),
        (sa.LargeBinary, f"{word}{next(_numbers)}".encode()),
    ):
        if isinstance(kind, types):
            return value
    text = f"{word}{next(_numbers)}"
    length = getattr(kind, "length", None)
    return text[-length:] if length else text
