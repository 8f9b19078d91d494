"""What is asked of the site: each address, for each thing that a row of the table speaks of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.access.city import City
from tests.access.table import Cell, Entry, Table
from tests.access.walk import EVERYWHERE, PLACE, filled

ANYBODY = (
    *("own child", "classmate", "other class", "other school", "high school"),
    *("colleague", "other clerk", "other citizen", "other guest"),
)
COURSES = {"for citizens": "tameshi", "for children": "kodomo", "for staff": "shokuin"}
SENT: Mapping[str, Mapping[str, Any]] = {
    "/classes/<uuid:class_id>/cards/print": {"what": "pictures:all"},
    "/projects/<key>/assessment/view": {"about": "team"},
    "/authoring/<uuid:draft_id>/lessons": {"do": "add", "path": "010-jibun", "title": "あ"},
    "/authoring/<uuid:draft_id>/modules": {"do": "add", "title": "あ"},
    "/learn/<uuid:registration_id>/<lesson>/<int:step>/scenes/<scene>": {"to": "okuru"},
}
"""What has to be sent so that there is something to refuse."""
ASKED: Mapping[str, str] = {
    "/concerns/new": "?kind=comment&id=<comment_id>&project=<key>",
    "/admin/organizations/new": "?below=<organization_id>",
    "/reports/<uuid:report_id>/people": "?main=0",
    "/workforce/item": "?item=dss-l@1.2/T5",
    "/workforce/assign": "?role=<profile_id>&course=shokuin",
    "/classes/new": "?school=<organization_id>",
    "/classes/rollover": "?school=<organization_id>",
    "/classes/rollover/undo": "?school=<organization_id>",
}
"""What an address asks for behind its question mark."""
TYPED = re.compile(r"<([^<>:]*:)?(\w+)>")
NAMED_THINGS = frozenset({"slug", "token"})
NOWHERE = "00000000-0000-4000-8000-0000000000ff"
"""What stands in a place for something that is not there."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked of the site."""

    entry: Entry
    row: str
    address: str
    sent: Mapping[str, Any]
    cell: Cell
    values: Mapping[str, str]

    @property
    def sending(self) -> tuple[str, str, Mapping[str, Any]]:
        """Return the method, the address, and what is sent to it."""
        return self.entry.method, self.address, self.sent

    def __str__(self) -> str:
        return f"{self.entry.method} {self.entry.path} [{self.row}] {self.address}"


def questions(city: City, table: Table, reader: str) -> Iterator[Question]:
    """Yield all that is asked as a reader: each address, for each thing of each row."""
    for number, entry in enumerate(table.entries):
        for row, cells in entry.policy.rows.items():
            if cells[reader] is Cell.NOTHING:
                continue
            for values in things(city, entry, row, reader, number):
                yield _question(city, entry, row, values, cells[reader])


def nowhere(city: City, asked: Question) -> Question:
    """Return what is asked with something in its places that is nowhere."""
    gone = dict.fromkeys(ids_of(asked.entry), NOWHERE) | {"organization_id": NOWHERE}
    return _question(city, asked.entry, "nowhere", {**asked.values, **gone}, asked.cell)


def crossed(city: City, known: Question, other: Question) -> Question | None:
    """Return what is asked with the last id of ``other`` behind those of ``known``.

    None where there is one id alone, or the last is the same.
    """
    *others, last = ids_of(known.entry)
    if not others or known.values[last] == other.values[last]:
        return None
    values = {**known.values, last: other.values[last]}
    return _question(city, known.entry, f"{other.row}, below {known.row}", values, other.cell)


def below_nothing(city: City, asked: Question) -> Question:
    """Return what is asked with its last id for something that is nowhere."""
    values = {**asked.values, ids_of(asked.entry)[-1]: NOWHERE}
    return _question(city, asked.entry, "nowhere", values, asked.cell)


def ids_of(entry: Entry) -> list[str]:
    """Return the places of an address in which ids stand."""
    asks = entry.path + ASKED.get(entry.path, "").replace("<", "<uuid:")
    return [name for kind, name in TYPED.findall(asks) if kind == "uuid:" or name in NAMED_THINGS]


def _question(
    city: City, entry: Entry, row: str, values: Mapping[str, str], cell: Cell
) -> Question:
    values = {**EVERYWHERE, **values}
    address = filled(entry.path + ASKED.get(entry.path, ""), values)
    sent = SENT.get(entry.path) or sent_to(city, entry, values)
    return Question(entry, row, address, sent, cell, values)


def things(
    city: City, entry: Entry, row: str, reader: str, number: int
) -> Iterator[Mapping[str, str]]:
    """Yield what stands in an address, for each thing that a row speaks of."""
    here = _in_its_place(city, entry, reader)
    common = {**city.common, **here}
    if row == "-":
        yield {**city.common, **city.personal.get(reader, {}), **here}
    elif row == "anybody else":
        needed = set(PLACE.findall(entry.path)) & city.personal["own child"].keys()
        others = [one for one in ANYBODY if needed <= city.personal[one].keys()]
        for who in (others[0], others[1 + number % (len(others) - 1)]):
            yield {**common, **city.personal[who]}
    elif row in COURSES:
        yield {**common, "slug": COURSES[row]}
    elif row in city.places:
        there = city.places[row]
        yield {**common, **there, **_of_place(there, entry)}
    else:
        who = {"oneself": reader, "parent": "guardian"}.get(row, row)
        yield {**common, **city.personal[who]}


def _of_place(there: Mapping[str, str], entry: Entry) -> Mapping[str, str]:
    """Return what of a place means something else in another address."""
    if "media/files" in entry.path:
        return {"key": there["file"]}
    return {"import_id": there["roster_id"]} if entry.path.startswith("/admin/rosters") else {}


def _in_its_place(city: City, entry: Entry, reader: str) -> Mapping[str, str]:
    """Return what means something else in another address."""
    found = {
        "/g/class/": {"token": "class-0"},
        "/g/": {"token": city.tokens["letter"]},
        "/password/reset": {"token": city.tokens["reset"]},
        "/v/": {"token": city.tokens["share"]},
        "/learn/": {"lesson": "matome" if "scenes" in entry.path else "nani"},
        "/admin/consents": {"key": "photo"},
        "/showcase/": {
            "key": city.common["project_key"],
            "artifact_id": city.common["shown_id"],
        },
        "/projects/<key>/showcase": {
            "key": city.common["project_key"],
            "artifact_id": city.common["shown_id"],
        },
        "/sign-in/": {"slug": "jimu"},
        "/class/": {"token": city.tokens["card"]},
        "/theme": {"digest": city.common["theme"]},
        "/frameworks/<ref>/<code>/": {"ref": "city-roles@1", "code": "leader"},
        "/reports/": {"form": "xlsx"},
        "/adoption/offers/": {"offer_id": city.common["support_id"]},
        "/concerns/new": {"key": city.common["project_key"]},
        "/my/portfolio/": {"key": city.common["project_key"], "form": "zip"},
        "/projects/": {
            "key": city.common["project_key"],
            "form": "zip",
            "member_id": city.common["project_member"],
            "organization_id": city.common["project_partner"],
        },
        "/challenges/": {"slug": city.common["challenge"]},
        "/banks/": {"import_id": str(city.imports.get(reader, city.imports["city"]))},
    }
    return next((one for begin, one in found.items() if entry.path.startswith(begin)), {})


def sent_to(city: City, entry: Entry, values: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is sent to an address that wants to know of something else as well."""
    if entry.path.startswith("/admin/accounts/close"):
        return {"who": [str(one) for one in city.people.values()]}  # whom one reaches are named
    if entry.path == "/banks/courses/<slug>" and "bank_id" in values:
        return {"bank": values["bank_id"], "key": "doko"}
    if entry.path == "/admin/rosters/export" and "organization_id" in values:
        return {"place": values["organization_id"], "form": "csv"}
    if entry.path == "/acting":
        return {"post": values.get("post_id", "")}
    return {}
