"""What the store was told about itself."""

from typing import TYPE_CHECKING

from app.lrs.models import StoreSetting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ANNOUNCES = "SELECT announces FROM lrs_setting"


def announces(session: "Session") -> bool:
    """Whether stored batches are told in the outbox."""
    return bool(session.connection().exec_driver_sql(_ANNOUNCES).scalar())


def announce(session: "Session", *, on: bool) -> None:
    """Turn the telling on or off."""
    row = session.get(StoreSetting, 1)
    if row is None:
        row = StoreSetting(id=1)
        session.add(row)
    row.announces = on
    session.flush()
