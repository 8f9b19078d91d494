"""What goes onto a person's paper, from the signed data and the records around it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from markupsafe import Markup, escape

from app.catalog import queries as catalog
from app.catalog.content import View
from app.clock import day_of
from app.credentials import certificates, codes, pictures
from app.credentials.claims import can_do_of
from app.credentials.queries.pages import results_in
from app.furigana import queries as furigana
from app.i18n.notation import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.catalog.queries import Spelling
    from app.credentials.certificates import Job
    from app.credentials.models import AchievementVersion, Credential
    from app.identity.person import Person
    from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class House:
    """What paper says of the installation.

    Attributes:
        check_url: Where anybody checks a number; ``<check_url>/<token>`` shows one credential.
        phone: Whom to ring, or None.
        office: The issuer's office that answers; may be empty.
    """

    theme: "Theme"
    city: str
    check_url: str
    phone: str | None
    office: str = ""


def image_of(version: "AchievementVersion", theme: "Theme") -> str:
    """Return an achievement's picture; one from before there were any is drawn as it would be."""
    content = version.content
    kind = content.get("achievementType", "")
    return version.image or pictures.draw(
        content["name"], kind=kind, field=version.field, theme=theme
    )


def certificate_of(row: "Credential", holder: "Person", house: House) -> "Job":
    """Return the job of an adult's 修了証; the row is signed and has its code."""
    adult = certificates.Adult(
        number=row.number,
        name=holder.name,
        place=_place(holder) if row.achievement.audience == "staff" else "",
        is_staff=row.achievement.audience == "staff",
        jwt=row.jwt or "",
        issued_on=day_of(row.issued_at) if row.issued_at else row.awarded_on,
        expires_on=day_of(row.valid_until) if row.valid_until else None,
        share_url=f"{house.check_url}/{row.share_token}" if row.share_token else "",
        check_url=house.check_url,
        code=codes.shown(row.check_code or ""),
        phone=house.phone,
    )
    return certificates.certificate(_sheet(row, house), adult)


def child_certificate_of(
    session: "Session", row: "Credential", house: House, *, taught: int | None, doll: str
) -> "Job":
    """Return the job of a child's できたよ証, with the readings that the child needs.

    Args:
        session: The unit of work.
        row: The credential; its sentences are spelled as the courses of today spell them.
        house: The installation.
        taught: The highest kanji grade; None for no readings.
        doll: The SVG in the corner.
    """
    return child_certificates_of(session, [(row, taught)], house, doll=doll)[0]


def child_certificates_of(
    session: "Session",
    rows: "Iterable[tuple[Credential, int | None]]",
    house: House,
    *,
    doll: str,
) -> "list[Job]":
    """Return the jobs of several children's できたよ証; what they share is looked up once.

    Args:
        session: The unit of work.
        rows: Credentials, each with the highest kanji grade of its child.
        house: The installation.
        doll: The SVG in the corner.
    """
    spelling = catalog.spelling(session, "child")
    reading = furigana.words_on_hand(session).get(house.city)
    city = Segment(house.city, reading)
    return [
        _child(row, taught, house, spelling=spelling, city=city, doll=doll) for row, taught in rows
    ]


def _child(
    row: "Credential",
    taught: int | None,
    house: House,
    *,
    spelling: "Spelling",
    city: Segment,
    doll: str,
) -> "Job":
    view = View(taught, spaced=True)

    def spelled(words: str) -> Markup:
        found = spelling.html(words, view)
        return found if isinstance(found, Markup) else escape(found)

    content = row.achievement.content
    first = next(iter(can_do_of(content)), content["description"])
    return certificates.child_certificate(
        _sheet(row, house),
        can=spelled(first),
        title=spelled(content["name"]),
        city=(city,),
        taught=taught,
        doll=doll,
    )


def _sheet(row: "Credential", house: House) -> certificates.Sheet:
    return certificates.Sheet(
        achievement=row.achievement.content,
        evidence=row.evidence,
        results=results_in(row),
        issuer=orjson.loads(row.di or "{}")["issuer"]["name"],
        office=house.office,
        image=image_of(row.achievement, house.theme),
        field=row.achievement.field,
        theme=house.theme,
        awarded_on=row.awarded_on,
    )


def _place(holder: "Person") -> str:
    post = holder.main_post
    return post.organization_name if post is not None else ""
