"""What stands behind one cell: the credential, its verification now, and what was done when."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from app.clock import day_of
from app.credentials.verdict import CheckName, Result, Verdict
from app.frameworks import queries as frameworks
from app.frameworks.models import FrameworkItem
from app.learning.queries import LearningDay
from app.talent.errors import UnknownCellError
from app.talent.queries import staff
from app.talent.queries.people import (
    Certificate,
    attestations_of,
    attested,
    certificates,
)
from app.talent.queries.staff import StaffMember
from app.talent.queries.standings import Cell
from app.talent.rules import Source

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.models import ReceivedCredential

Kind = Literal["good", "stop", "note"]

KINDS: dict[Result, Kind] = {Result.OK: "good", Result.FAILED: "stop", Result.UNKNOWN: "note"}


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One check made just now: what is true, and how we know."""

    kind: Kind
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The checks in four words: 署名, 発行者, 本人, 有効."""

    signature: Kind
    issuer: Kind
    person: Kind
    validity: Kind

    @property
    def is_good(self) -> bool:
        """Whether all four are good."""
        return {self.signature, self.issuer, self.person, self.validity} == {"good"}


@dataclass(frozen=True, slots=True)
class Origin:
    """What the house itself knows of a credential it issued.

    ``days`` says what was done on which day, oldest first; ``share_token`` is the last part of
    the public page's address, if its holder made one.
    """

    number: str | None = None
    share_token: str | None = None
    days: Sequence[LearningDay] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """One attestation of the cell with its evidence.

    Attributes:
        attestation_id: What it attests here, for the person to contest.
        certificate: What and from whom, with its state.
        uri: The credential's ``urn:uuid:…``; None for evidence without a credential.
        brief: The verification of the stored bytes, made now; None without a signature.
        checks: The same in full, failing first.
        origin: What was done on which days, where the credential is the city's own.
        ground_id: Of what stands behind it where nothing is signed.
    """

    attestation_id: uuid.UUID
    certificate: Certificate
    uri: str | None
    brief: Brief | None
    checks: tuple[LiveCheck, ...]
    origin: Origin
    ground_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell, opened."""

    person: StaffMember
    item: FrameworkItem
    cell: Cell | None
    proofs: tuple[Proof, ...]
    checked_on: date

    @property
    def grounds(self) -> dict[Source, list[uuid.UUID]]:
        """What stands behind it where nothing is signed, by kind."""
        found: dict[Source, list[uuid.UUID]] = {}
        for one in self.proofs:
            if one.ground_id is not None:
                found.setdefault(one.certificate.source, []).append(one.ground_id)
        return found


def cell(
    session: "Session",
    person_id: uuid.UUID,
    item_ref: str,
    *,
    verdict_of: Callable[["ReceivedCredential"], Verdict],
    origin_of: Callable[[str], Origin],
    now: datetime,
) -> Evidence:
    """Open one cell: verify what it stands on, and tell what was done on which days.

    Args:
        session: The reading session.
        person_id: A member of staff.
        item_ref: ``dss-l@1.2/T5``.
        verdict_of: Verifies what was received, as of now.
        origin_of: Finds the days behind a credential of our own, by its URI.
        now: The instant of the verification.

    Raises:
        UnknownCellError: Nobody of that id is staff today, or there is no such item.
    """
    today = day_of(now)
    item = frameworks.find_item(item_ref)
    person = staff.staff_member(session, staff.departments(session), person_id, today=today)
    if item is None or person is None:
        raise UnknownCellError(item_ref)
    rows = attestations_of(session, person_id, item_ref)
    found = {one.credential_uri or str(one.ground_id): (one, received) for one, received in rows}
    proofs = []
    for key, (one, received) in found.items():
        (certificate,) = certificates([(one, received)], today=today)
        brief, checks = _verify(received, verdict_of)
        origin = origin_of(key) if one.credential_uri else Origin()
        proofs.append(
            Proof(one.id, certificate, one.credential_uri, brief, checks, origin, one.ground_id)
        )
    return Evidence(
        person=person,
        item=item,
        cell=Cell.of([attested(one) for one, _ in rows], top=len(item.levels), today=today),
        proofs=tuple(proofs),
        checked_on=today,
    )


def _verify(
    received: "ReceivedCredential | None", verdict_of: Callable[["ReceivedCredential"], Verdict]
) -> tuple[Brief | None, tuple[LiveCheck, ...]]:
    if received is None:
        return None, ()
    verdict = verdict_of(received)
    signed = (verdict.credential or {}).get("credentialSubject", {}).get("id")
    person: Kind = "note" if signed is None else KINDS[_same(signed, received.subject)]
    brief = Brief(
        signature=_worst(verdict, CheckName.KEY, CheckName.SIGNATURE, CheckName.CLAIMS),
        issuer=_worst(verdict, CheckName.ISSUER),
        person=person,
        validity=_worst(verdict, CheckName.DATES, CheckName.STATUS),
    )
    checks = tuple(
        LiveCheck(KINDS[check.result], check.title, check.detail)
        for check in verdict.in_reading_order
    )
    return brief, checks


def _same(signed: str, kept: str | None) -> Result:
    return Result.OK if signed == kept else Result.FAILED


def _worst(verdict: Verdict, *names: CheckName) -> Kind:
    results = {check.result for check in verdict.checks if check.name in names}
    for result in (Result.FAILED, Result.UNKNOWN):
        if result in results:
            return KINDS[result]
    return "good"
