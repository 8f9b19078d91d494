"""The names this installation gives itself, once."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import rules
from app.identity.models import Installation
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def ensure_installation(session: "Session", public_url: str, now: "datetime") -> Installation:
    """Return the installation's names, written from ``public_url`` at the very first call.

    Args:
        session: The unit of work.
        public_url: How people reach the site, without a trailing slash.
        now: The present instant.
    """
    found = session.scalars(sa.select(Installation)).one_or_none()
    if found is None:
        found = Installation(
            iri_base=f"{public_url}/courses",
            actor_home_page=public_url,
            issuer_did=rules.did_web(public_url),
            created_at=now,
        )
        session.add(found)
        session.flush()
    return found


def installation_difference(installation: Installation, public_url: str) -> list[str]:
    """Say, in sentences for the operators, where the kept names differ from today's address.

    Nothing has to be done as long as the names stay; each sentence says what a change would break.
    """
    told: list[str] = []
    if installation.iri_base != f"{public_url}/courses":
        told.append(
            _(
                "活動の名前（IRI）は「%(kept)s」で始まるままにしています。「%(now)s」に変えると、"
                "これまでの学びの記録と進みぐあいが、講座と結びつかなくなります。",
                kept=installation.iri_base,
                now=f"{public_url}/courses",
            )
        )
    if installation.actor_home_page != public_url:
        told.append(
            _(
                "学ぶ人の名前（アカウントの homePage）は「%(kept)s」のままにしています。"
                "「%(now)s」に変えると、これまでの記録が、その人のものだと分からなくなります。",
                kept=installation.actor_home_page,
                now=public_url,
            )
        )
    if installation.issuer_did != rules.did_web(public_url):
        told.append(
            _(
                "修了証の発行者の名前（DID）は「%(kept)s」のままにしています。"
                "もとの場所で鍵を公開し続けてください。「%(now)s」に変えると、"
                "これまでに出した修了証が確かめられなくなります。",
                kept=installation.issuer_did,
                now=rules.did_web(public_url),
            )
        )
    return told
