"""Whom to trust and what is revoked, from our own records; light enough for the web."""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.credentials import did, status
from app.credentials.did import PublicKey
from app.credentials.models import (
    AchievementVersion,
    Credential,
    CredentialState,
    IssuerKey,
    KeyState,
    SpentStatusEntry,
    StatusList,
)

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

Json = dict[str, Any]


class OwnResolver:
    """Trusts this installation's own issuers, and reads the status from the rows themselves."""

    def __init__(self, session: "Session") -> None:
        """Read through ``session`` when asked."""
        self._session = session

    def issuer(self, issuer_id: str) -> Json | None:
        """Return the issuer's document; None for a name that never had a key here."""
        return issuer_document(self._session, issuer_id)

    def status_list(self, url: str) -> status.StatusList | None:
        """Return the list as it is at this moment, not as it was last signed."""
        row = self._row(url)
        if row is None:
            return None
        bits = status.bits_of(revoked_indexes(self._session, row.number))
        return status.StatusList(row.issuer, status.PURPOSE, bits)

    def _row(self, url: str) -> StatusList | None:
        number = url.rpartition("/")[2]
        if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004  an integer column
            return None
        row = self._session.get(StatusList, int(number))
        return row if row is not None and list_url(row.issuer, row.number) == url else None


def issuer_document(session: "Session", issuer: str) -> Json | None:
    """Return the issuer's document with every key that counts; None for an unknown issuer."""
    keys = published_keys(session, issuer)
    return did.issuer_document(issuer, keys) if keys else None


def published_keys(session: "Session", issuer: str) -> list[PublicKey]:
    """Return the keys an issuer answers for, oldest first; compromised ones are left out.

    Retired keys stay: what they signed must verify for ever.
    """
    rows = session.scalars(
        sa.select(IssuerKey)
        .where(IssuerKey.did == issuer, IssuerKey.state != KeyState.COMPROMISED)
        .order_by(IssuerKey.created_at, IssuerKey.alg.desc())
    )
    return [public_key(row) for row in rows]


def public_key(row: IssuerKey) -> PublicKey:
    """Return the public key of a record."""
    return PublicKey(row.kid, row.alg, dict(row.jwk))


def list_url(issuer: str, number: int) -> str:
    """Return where a status list is served."""
    return f"{did.base_url(issuer)}/ob/status/{number}"


def revoked_indexes(session: "Session", number: int) -> list[int]:
    """Return the places of a list's revoked credentials, erased ones included, in order."""
    living = sa.select(Credential.status_index).where(
        Credential.status_list_number == number, Credential.state == CredentialState.REVOKED
    )
    erased = sa.select(SpentStatusEntry.index).where(
        SpentStatusEntry.number == number, SpentStatusEntry.is_revoked
    )
    return sorted(session.scalars(sa.union_all(living, erased)))


def signed_list(session: "Session", number: int) -> StatusList:
    """Return a list that has a signed edition.

    Raises:
        NoResultFound: There is no such list, or nothing of it is signed yet.
    """
    return session.scalars(
        sa.select(StatusList).where(StatusList.number == number, StatusList.document.is_not(None))
    ).one()


def achievement(session: "Session", version_id: "uuid.UUID") -> Json:
    """Return a frozen achievement as credentials quote it.

    Raises:
        NoResultFound: There is none of that id.
    """
    row = session.get_one(AchievementVersion, version_id)
    return dict(row.content)


def picture(session: "Session", version_id: "uuid.UUID") -> str:
    """Return the SVG of an achievement.

    Raises:
        NoResultFound: There is no such achievement, or it has no picture.
    """
    row = session.get_one(AchievementVersion, version_id)
    if row.image is None:
        raise NoResultFound
    return row.image


def snapshot(session: "Session") -> Json:
    """Return everything a verification apart needs to know of us, as JSON: issuers and lists."""
    issuers = session.scalars(sa.select(IssuerKey.did).distinct()).all()
    lists = session.scalars(sa.select(StatusList)).all()
    return {
        "issuers": {name: issuer_document(session, name) for name in issuers},
        "lists": {
            list_url(row.issuer, row.number): {
                "issuer": row.issuer,
                "bits": status.encode(status.bits_of(revoked_indexes(session, row.number))),
            }
            for row in lists
        },
    }
