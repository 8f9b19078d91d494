"""A demo that has the sample course of every kind (tests/courses/subete), and pictures of it."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.album import Album
from tests.browser.answers import COURSES
from tests.browser.conftest import Site, running_demo
from tests.browser.journeys import begin, come_in
from tests.factories.subete import FOLDER, where

SHOWN = {"inbox": "jushinbako", "categorize": "wakeru", "tiles": "bango"}
"""Pictures of questions: which key each has in the course."""
STORY = "shashin-no-hanashi"


@contextmanager
def demo_of_every_kind(folder: Path) -> Iterator[Site]:
    """Run a demo that has the sample course besides its own."""
    shutil.copytree(COURSES, folder / "courses")
    shutil.copytree(FOLDER, folder / "courses" / FOLDER.name)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COURSES_DIR", str(folder / "courses"))
        with running_demo(folder) as site:
            yield site


def kinds(album: Album) -> None:
    """See as ゆい of grade 3 a practice, a sorting, tiles instead of typing, and a story."""
    with tempfile.TemporaryDirectory() as folder, demo_of_every_kind(Path(folder)) as site:
        own = replace(album, site=site)
        page = own.reader()
        come_in(page, "ゆいさん")
        begin(page, FOLDER.name)
        run = re.sub(r"(/learn/[^/]+)/.*", r"\1", page.url)
        places = {}
        for name, key in {**SHOWN, "dilemma": STORY}.items():
            lesson, step = where(key)
            places[name] = f"{run}/{lesson}/{step}"
        own.walk(page, "kind", places)
        page.locator("button.way").first.click()
        own.take(page, "kind-dilemma-after")
        page.context.close()
