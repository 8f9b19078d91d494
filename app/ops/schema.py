"""Which migrations this program knows."""

from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError


def is_known(version: str, migrations: Path) -> bool:
    """Whether a migration is one of ours; a later program may have made others."""
    try:
        return ScriptDirectory(str(migrations)).get_revision(version) is not None
    except CommandError:
        return False
