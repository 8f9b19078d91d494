"""Which place an installation keeps its files in."""

from typing import TYPE_CHECKING

from app.media.storage.folder import FolderStorage
from app.media.storage.s3 import S3Storage

if TYPE_CHECKING:
    from app.config import Settings
    from app.media.storage.port import Storage

FOLDER = "media"
"""In the instance folder; backups know it."""


def storage_of(settings: "Settings") -> "Storage":
    """Return the place that the settings name."""
    if settings.media_bucket is not None:
        return S3Storage(settings.media_bucket)
    return FolderStorage(settings.instance_dir / FOLDER)
