"""The name of what reads, known without loading it."""

import hashlib
import importlib.metadata
from functools import lru_cache
from pathlib import Path
from typing import Final

ENGINE: Final = Path(__file__).parent / "engine"
DATA: Final = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Name tokenizer, dictionary and our rules: what was read by equal names reads equally.

    The rules are named by a hash of their files, so that no change of them goes unnoticed.
    """
    digest = hashlib.sha256()
    for file in sorted((*ENGINE.glob("*.py"), *DATA.glob("*.toml"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    packages = ("sudachipy", "sudachidict_core")
    named = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return f"{named}, rules {digest.hexdigest()[:8]}"
