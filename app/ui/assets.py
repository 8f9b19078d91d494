"""Where the built style sheets and scripts are: names with a hash, by the build's manifest."""

import json
from functools import lru_cache
from pathlib import Path

from flask import url_for

DIST = Path(__file__).parent / "static" / "dist"


def asset(name: str, *, dist: Path = DIST) -> str | None:
    """Return the address of a built file, such as ``app.css``.

    Args:
        name: The file's name before the build gave it a hash.
        dist: Where the build has written to.

    Returns:
        The address; None when nothing was built, or no such file. The page then leaves the
        file out: it is readable and works, only plainer.
    """
    manifest = dist / "manifest.json"
    try:
        changed = manifest.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    file = _files(manifest, changed).get(name)
    return None if file is None else url_for("static", filename=file)


@lru_cache(maxsize=4)
def _files(manifest: Path, _changed: int) -> dict[str, str]:
    """Read a manifest once per build; ``_changed`` is its time of change, in nanoseconds."""
    files: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return files
