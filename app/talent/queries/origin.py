"""What the house itself knows behind a credential it issued: the days of learning, its page."""

import uuid
from typing import TYPE_CHECKING

from app.credentials.models import Credential
from app.learning.queries import days_of_learning
from app.talent.queries.evidence import Origin

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def origin_of(session: "Session", credential_uri: str) -> Origin:
    """Return what is known of a credential by its URI; nothing for another issuer's.

    The days carry no time: HR learns on which day something was done, never at what hour.
    """
    try:
        credential = session.get(Credential, uuid.UUID(credential_uri.removeprefix("urn:uuid:")))
    except ValueError:
        return Origin()
    if credential is None:
        return Origin()
    registration_id = credential.registration_id
    return Origin(
        number=credential.number,
        share_token=credential.share_token,
        days=tuple(days_of_learning(session, registration_id)) if registration_id else (),
    )
