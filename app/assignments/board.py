"""How the page of one assignment addresses what stands behind its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from app.assignments.models import What
from app.assignments.queries.detail import OVERDUE, PAGE
from app.assignments.rules import State
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    import uuid

    from app.assignments.forms import ListAddress
    from app.assignments.queries import Act, Counts, Detail, Person
    from app.talent.queries.staff import Department

STATES: Mapping[str, Any] = {
    State.DONE: _l("完了"),
    State.UNDER_WAY: _l("学習中"),
    State.NOT_STARTED: _l("未着手"),
    State.EXEMPT: _l("免除"),
}
KINDS: Mapping[str, str] = {
    State.DONE: "good",
    State.UNDER_WAY: "part",
    State.NOT_STARTED: "wait",
    State.EXEMPT: "note",
}
"""How ``ui.state`` marks them: nobody is stopped, and nothing is red."""


@dataclass(frozen=True)
class Board:
    """An assignment with the people that are listed; what its template calls."""

    detail: "Detail"
    address: "ListAddress"
    people: "Sequence[Person]"
    department: "Department | None"

    states = STATES
    kinds = KINDS
    overdue = OVERDUE

    def here(
        self, *, state: str = "", department: "uuid.UUID | None" = None, page: int = 1
    ) -> str:
        """Return the address of this page with people listed."""
        return url_for(
            "assignments.one",
            assignment_id=self.detail.row.id,
            state=state or None,
            department=department,
            page=page if page > 1 else None,
            _anchor="people",
        )

    def turned(self, pages: int) -> str:
        """Return the address of so many pages further in the list that is shown."""
        return self.here(
            state=self.address.state,
            department=self.address.department,
            page=self.address.page + pages,
        )

    def said(self, act: "Act") -> object:
        """Return what was done, in words."""
        n = act.people
        return {
            What.MADE: _("%(n)s人に割り当てました", n=n),
            What.DUE_CHANGED: _("期限を変えました"),
            What.WITHDRAWN: _("取り下げました"),
            What.RESTORED: _("元にもどしました"),
            What.JOINED: _("所属に加わった%(n)s人にも割り当てました", n=n),
            What.REMINDED: _("%(n)s人に、知らせのメールを送りました", n=n),
            What.ASKED: _("まだ始めていない%(n)s人に知らせるように頼みました", n=n),
            What.TOLD: _("%(n)s人に、期限の変更をメールで伝えました", n=n),
        }[act.what]

    @property
    def counts(self) -> "Counts":
        """The figures of the department that is chosen, or of all."""
        for section in self.detail.sections:
            if self.department and section.department.id == self.department.id:
                return section.counts
        return self.detail.total

    @property
    def listed(self) -> int:
        """How many people the list has, on all its pages."""
        if self.address.state == OVERDUE:
            return self.counts.still_open if self.detail.is_over else 0
        return self.counts[self.address.state] if self.address.state else self.counts.all

    @property
    def has_more(self) -> bool:
        """Whether there are people behind this page."""
        return self.address.page * PAGE < self.listed
