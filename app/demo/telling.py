"""Tell the story to the services, scene by scene, and let the worker deliver what follows."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import sqlalchemy as sa
from flask import current_app

from app import clock
from app.clock import day_of
from app.config import Settings
from app.db import reading, transaction
from app.demo.calendar import Calendar, at_work
from app.demo.cast import HR, Stage
from app.demo.rosters import bring
from app.demo.scene import Scene
from app.demo.story import story
from app.identity.models import Organization, OrganizationKind
from app.ops.guard import CannotStart
from app.outbox import relay
from app.rosters.madeup.board import board_roster
from app.worker import create_worker

Say = Callable[[str], None]
KEPT = "demo-story.json"
"""Beside the database: the day on which the story was begun, and how many scenes are told."""


def tell_all(settings: Settings, *, say: Say) -> int:
    """Bring the made-up boards in and tell the story; return how many scenes were new.

    Args:
        settings: Of a demo that is prepared and not running.
        say: Is told each step in a sentence.

    Raises:
        CannotStart: It is no demo.
    """
    if not settings.demo:
        raise CannotStart("DEMO=1 のときだけ使えます。本物の名簿とはまざりません。")
    with create_worker(settings).app_context():
        now = clock.now()
        with transaction() as session:
            found = sa.select(Organization.id).where(Organization.kind == OrganizationKind.BOARD)
            board = session.scalars(found.order_by(Organization.position)).first()
        if board is not None and bring(
            "meibo-demo.zip", board_roster(on=day_of(now)), board, by=None, now=now
        ):
            say("教育委員会の名簿（meibo-demo.zip）を取り込みました。")
        return tell(settings.instance_dir, say=say)


def tell(instance: Path, *, say: Say) -> int:
    """Tell what has not been told yet; return how many scenes that were.

    Args:
        instance: The instance's folder, where it is noted how far the story is.
        say: Is told the title of each scene.
    """
    begun, told = _noted(instance)
    scenes = story(Calendar(begun))
    for place, scene in enumerate(scenes[told:], start=told):
        say(f"{scene.day.isoformat()}  {scene.title}")
        with clock.standing_at(at_work(scene.day)):
            _play(scene, Calendar(begun), seed=place)
        with clock.standing_at(at_work(scene.day, minutes=60)):
            relay.drain(current_app.extensions["subscribers"], now=clock.now)
        _note(instance, begun, place + 1)
    return len(scenes) - told


def _play(scene: Scene, calendar: Calendar, *, seed: int) -> None:
    hand = Random(seed)  # noqa: S311  made-up people
    if scene.table is not None:
        stage = Stage(reading(), calendar, scene.day, hand)
        data, place, by = scene.table(stage), stage.place("犀川市"), stage.who(HR)
        bring(f"{scene.title}-{scene.day}.csv", data, place, by=by, now=stage.now)
    if scene.act is not None:
        with transaction() as session:
            scene.act(Stage(session, calendar, scene.day, hand))


def _noted(instance: Path) -> tuple[date, int]:
    """Return the day by which the story counts, and how many scenes are told."""
    path = instance / KEPT
    if not path.exists():
        return day_of(clock.now()), 0
    found = json.loads(path.read_text(encoding="utf-8"))
    return date.fromisoformat(found["begun"]), found["told"]


def _note(instance: Path, begun: date, told: int) -> None:
    text = json.dumps({"begun": begun.isoformat(), "told": told})
    (instance / KEPT).write_text(text, encoding="utf-8")
