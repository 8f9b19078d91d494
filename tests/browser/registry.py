"""A demo with two years behind it, as ``make demo`` makes it: for its journey and its pictures."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import ROOT, Site, running_demo


@contextmanager
def told_demo(folder: Path) -> Iterator[Site]:
    """Tell the story into an instance in ``folder``, and run it."""
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}},
        "DEMO": "1",
        "INSTANCE_DIR": str(folder / "instance"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "app.start", "demo"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    with running_demo(folder) as site:
        yield site
