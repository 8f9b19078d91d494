"""The embedded registry: the port of ``credentials``, answered by this very database."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.credentials.queries.trust import OwnResolver
from app.credentials.registry import LookFirst, OpenRegistry, Receipt
from app.credentials.verify import CheckProof
from app.talent import ingest
from app.talent.errors import NotStaffError
from app.talent.models import ReceiptState

NOT_STAFF = "市の職員ではないので、人材の名簿では受け取りません。"


class EmbeddedRegistry:
    """Takes credentials in the transaction of the delivery."""

    def __init__(
        self,
        session: Session,
        check_proof: CheckProof | None = None,
        seen: ingest.Seen | None = None,
    ) -> None:
        """Write through ``session``; the caller commits.

        Args:
            session: The transaction of the delivery.
            check_proof: As ``ingest.receive`` has it.
            seen: What ``look_first`` saw of the credential that is to come.
        """
        self._session = session
        self._check_proof = check_proof
        self._seen = seen

    @property
    def name(self) -> str:
        """What the delivery rows call it."""
        return "embedded"

    def deliver(self, jwt: str, di: bytes, *, person: uuid.UUID, now: datetime) -> Receipt:
        """Take in one credential; a person who is not staff is refused, and nothing is kept."""
        try:
            receipt = ingest.receive(
                self._session,
                jwt,
                di,
                person_id=person,
                resolver=OwnResolver(self._session),
                check_proof=self._check_proof,
                seen=self._seen,
                now=now,
            )
        except NotStaffError:
            return Receipt(is_accepted=False, reference="", reason=NOT_STAFF)
        return Receipt(
            is_accepted=receipt.state is ReceiptState.ACCEPTED,
            reference=str(receipt.id),
            reason=receipt.reason,
        )


def make_look_first(check_proof: CheckProof) -> LookFirst:
    """Return how the embedded registry verifies a credential before its transaction begins.

    Args:
        check_proof: ``credentials.proofs.is_intact``; it needs a JSON-LD processor, so the
            worker gives it and the web process does not.
    """

    def look_first(session: Session, jwt: str, di: bytes, *, now: datetime) -> OpenRegistry:
        seen = ingest.look_at(jwt, di, OwnResolver(session), check_proof, now=now)
        return lambda writing: EmbeddedRegistry(writing, check_proof, seen)

    return look_first
