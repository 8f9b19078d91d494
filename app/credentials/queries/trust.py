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
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

Json = dict[str, Any]


class OwnStatusList:
    """A list of ours as it is at this moment, not as it was last signed.

    It looks at the one place it is asked about: to write all 131,072 down takes longer than the
    rest of a verification, and the longer the more credentials there are.
    """

    def __init__(self, session: "Session", number: int, issuer: str) -> None:
        """Read through ``session`` when asked; each place once."""
        self.issuer, self.purpose = issuer, status.PURPOSE
        self._session, self._number = session, number
        self._seen: dict[int, bool] = {}

    def is_set(self, index: int) -> bool | None:
        """Return whether the credential at ``index`` is revoked; None beyond the list's end."""
        if not 0 <= index < status.LENGTH:
            return None
        if index not in self._seen:
            place = {"number": self._number, "index": index}
            self._seen[index] = bool(self._session.scalar(_IS_REVOKED, place))
        return self._seen[index]


class OwnResolver:
    """Trusts this installation's own issuers, and reads the status from the rows themselves.

    One resolver serves one job, in which nothing it has read changes.
    """

    def __init__(self, session: "Session") -> None:
        """Read through ``session`` when asked, and each thing once."""
        self._session = session
        self._issuers: dict[str, Json | None] = {}
        self._lists: dict[str, OwnStatusList | None] = {}

    def issuer(self, issuer_id: str) -> Json | None:
        """Return the issuer's document; None for a name that never had a key here."""
        if issuer_id not in self._issuers:
            self._issuers[issuer_id] = issuer_document(self._session, issuer_id)
        return self._issuers[issuer_id]

    def status_list(self, url: str) -> OwnStatusList | None:
        """Return a list of ours by its address; None for any other."""
        if url not in self._lists:
            found = _list_at(self._session, url)
            self._lists[url] = None if found is None else OwnStatusList(self._session, *found)
        return self._lists[url]


def own_list(session: "Session", url: str) -> status.StatusList | None:
    """Return a list of ours with all its bits; None for any other address."""
    found = _list_at(session, url)
    if found is None:
        return None
    number, issuer = found
    bits = status.bits_of(revoked_indexes(session, number))
    return status.StatusList(issuer, status.PURPOSE, bits)


def _list_at(session: "Session", url: str) -> tuple[int, str] | None:
    """Return the number of a list of ours and its issuer, without its signed edition."""
    last = url.rpartition("/")[2]
    if not last.isdecimal() or len(last) > 9:  # noqa: PLR2004  an integer column
        return None
    number = int(last)
    issuer = session.scalar(_ISSUER, {"number": number})
    return (number, issuer) if issuer is not None and list_url(issuer, number) == url else None


def issuer_document(session: "Session", issuer: str) -> Json | None:
    """Return the issuer's document with every key that counts; None for an unknown issuer."""
    keys = published_keys(session, issuer)
    return did.issuer_document(issuer, keys) if keys else None


def published_keys(session: "Session", issuer: str) -> list[PublicKey]:
    """Return the keys an issuer answers for, oldest first; compromised ones are left out.

    Retired keys stay: what they signed must verify for ever.
    """
    rows = session.execute(_PUBLISHED, {"did": issuer})
    return [PublicKey(row.kid, row.alg, dict(row.jwk)) for row in rows]


def is_withdrawn(session: "Session", kids: "Sequence[str]") -> bool:
    """Say whether one of some keys is compromised."""
    found = sa.exists().where(IssuerKey.kid.in_(kids), IssuerKey.state == KeyState.COMPROMISED)
    return bool(session.scalar(sa.select(found)))


def all_published_keys(session: "Session") -> list[PublicKey]:
    """Return the keys of every issuer, oldest first; compromised ones are left out."""
    rows = session.scalars(
        sa.select(IssuerKey)
        .where(IssuerKey.state != KeyState.COMPROMISED)
        .order_by(IssuerKey.created_at, IssuerKey.did, IssuerKey.alg.desc())
    )
    return [public_key(row) for row in rows]


def public_key(row: IssuerKey) -> PublicKey:
    """Return the public key of a record."""
    return PublicKey(row.kid, row.alg, dict(row.jwk))


def list_url(issuer: str, number: int) -> str:
    """Return where a status list is served."""
    return f"{did.base_url(issuer)}/ob/status/{number}"


_PUBLISHED = (
    sa.select(IssuerKey.kid, IssuerKey.alg, IssuerKey.jwk)
    .where(IssuerKey.did == sa.bindparam("did"), IssuerKey.state != KeyState.COMPROMISED)
    .order_by(IssuerKey.created_at, IssuerKey.alg.desc())
)
_LIST = sa.bindparam("number", type_=sa.Integer)
_PLACE = sa.bindparam("index", type_=sa.Integer)
_ISSUER = sa.select(StatusList.issuer).where(StatusList.number == _LIST)
_LIVING = sa.select(Credential.status_index).where(
    Credential.status_list_number == _LIST, Credential.state == CredentialState.REVOKED
)
_ERASED = sa.select(SpentStatusEntry.index).where(
    SpentStatusEntry.number == _LIST, SpentStatusEntry.is_revoked
)
_REVOKED = sa.union_all(_LIVING, _ERASED)
_IS_REVOKED = sa.select(
    sa.or_(
        _LIVING.where(Credential.status_index == _PLACE).exists(),
        _ERASED.where(SpentStatusEntry.index == _PLACE).exists(),
    )
)
"""Both of the credentials that are here and of those that were erased."""


def revoked_indexes(session: "Session", number: int) -> list[int]:
    """Return the places of a list's revoked credentials, erased ones included, in order."""
    return sorted(session.scalars(_REVOKED, {"number": number}))


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
