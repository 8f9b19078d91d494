"""The Learning Record Store's tables."""

from app.lrs.models.documents import Document, DocumentKind
from app.lrs.models.erasures import ErasedTally, Erasure
from app.lrs.models.statements import (
    Attachment,
    KnownActivity,
    KnownAgent,
    KnownVerb,
    StatementActivity,
    StatementAgent,
    StatementReference,
    StatementReferenceWord,
    StoredStatement,
    StoreSetting,
)

__all__ = [
    "Attachment",
    "Document",
    "DocumentKind",
    "ErasedTally",
    "Erasure",
    "KnownActivity",
    "KnownAgent",
    "KnownVerb",
    "StatementActivity",
    "StatementAgent",
    "StatementReference",
    "StatementReferenceWord",
    "StoreSetting",
    "StoredStatement",
]
