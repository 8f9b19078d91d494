"""What the two signatures alone cost, on a credential that was issued in the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import orjson
import sqlalchemy as sa

from app import clock
from app.credentials import jwt, proofs
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential, CredentialState
from app.credentials.service.keys import signers
from app.db import db
from app.factory import create_app
from benchmarks.lrs.server import Installation

ROUNDS = 100


@dataclass(frozen=True)
class Ceiling:
    """CPU milliseconds of one signature each."""

    di: float
    token: float

    @property
    def both(self) -> float:
        """What no issuing can be cheaper than."""
        return self.di + self.token


def measure(installation: Installation) -> Ceiling:
    """Sign an issued credential again and again, with nothing around it."""
    with create_app(installation.settings).app_context():
        row = db.session.scalars(
            sa.select(Credential).where(Credential.state == CredentialState.ISSUED).limit(1)
        ).one()
        ours = signers(
            db.session(), KeyFolder(installation.settings.instance_dir), issuer=row.issuer
        )
        document = orjson.loads(row.di or "")
        (proof,) = document.pop("proof")
        instant = clock.now().replace(microsecond=0).isoformat()
        assert proof["created"] != instant
        ceiling = Ceiling(
            di=_milliseconds(lambda: proofs.sign(document, ours.di, created=proof["created"])),
            token=_milliseconds(lambda: jwt.sign({**document, "proof": [proof]}, ours.jwt)),
        )
        db.session.remove()
        db.engine.dispose()
    return ceiling


def _milliseconds(job: Callable[[], object]) -> float:
    job()
    begun = time.process_time()
    for _ in range(ROUNDS):
        job()
    return (time.process_time() - begun) * 1000 / ROUNDS
