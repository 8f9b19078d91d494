"""Store statements: our own by ``record``, those of clients by ``prepare`` and ``store``."""

from app.lrs.service.preparing import Attached, Received, prepare
from app.lrs.service.storing import announce, record, record_all, store

__all__ = ["Attached", "Received", "announce", "prepare", "record", "record_all", "store"]
