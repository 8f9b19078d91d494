"""Give a credential what its paper needs."""

from typing import TYPE_CHECKING

from app.credentials import codes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.models import Credential


def give_code(session: "Session", row: "Credential") -> None:
    """Give a credential from before there were papers the 確認番号 that newer ones begin with."""
    if row.check_code is None:
        row.check_code = codes.new()
        session.flush()
