"""What was made: versions, limits, names, and bytes that nobody takes away."""

import io
import os
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.config import Settings
from app.identity.events import DayBegun
from app.media import service as media
from app.media.errors import NotTaken, Refusal
from app.media.events import MediaRemoved
from app.media.handlers import make_on_media_removed
from app.media.rules import LARGEST_KEPT
from app.media.storage.folder import FolderStorage
from app.outbox.models import OutboxEvent
from app.projects.errors import ProjectRefused
from app.projects.models import GateCheck, ProjectActivity, ProjectMember
from app.projects.rules import Act, ProjectState
from app.workroom import queries, rules
from app.workroom.errors import NothingThere, WorkroomRefused
from app.workroom.handlers import on_day_begun
from app.workroom.intake import received
from app.workroom.models import Artifact, ArtifactVersion
from app.workroom.rules import ArtifactKind, CreditAs
from app.workroom.service import artifacts, holding
from app.workroom.service.forgetting import forget_removed
from tests.factories.identity import NOW, TODAY
from tests.factories.media import PDF, a_picture
from tests.factories.projects import Together, a_project
from tests.factories.workroom import CSV, a_link, a_meeting, a_shared_file

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


@pytest.fixture
def team(session: "Session") -> Together:
    return a_project(session)


@pytest.fixture
def storage(tmp_path: "Path") -> FolderStorage:
    return FolderStorage(tmp_path / "media")


def test_something_is_shared_with_the_people_on_it_and_opens_its_gate(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    first = team.pupils[0]
    check = sa.select(GateCheck.met_on).where(GateCheck.key == "artifact")
    board = a_meeting(session, team.project, first)
    a_shared_file(session, team.project, first, storage, meeting=board, title="板書")
    assert session.scalar(check) is None
    row = a_shared_file(session, team.project, first, storage, first, data=a_picture(left="green"))
    assert session.scalar(check) == TODAY
    acts = sa.select(ProjectActivity.about_id).where(ProjectActivity.act == Act.SHARED_ARTIFACT)
    assert session.scalars(acts).all() == [row.id]
    (public,) = queries.public_artifacts(session, team.project.id)
    assert (public.id, public.people, public.is_picture) == (row.id, frozenset({first.id}), True)
    assert public.credit == f"{team.school.name}のチーム"
    data = queries.read_bytes(storage, public.version)
    assert data[:4] == b"RIFF" or data[:3] == b"\xff\xd8\xff"
    assert queries.read_bytes(storage, public.version, small=True)
    assert len(queries.artifacts(session, team.project.id)) == 2


def test_a_picture_has_words_and_a_version_is_of_the_same_kind(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    first = team.pupils[0]
    with pytest.raises(WorkroomRefused, match="alt"):
        a_shared_file(session, team.project, first, storage, alt=" ")
    row = a_link(session, team.project, first)
    place = (team.project.id, row.id)
    picture = artifacts.Thing(ArtifactKind.IMAGE, "0" * 64, "png", 5)
    with pytest.raises(WorkroomRefused, match="kind"):
        artifacts.add_version(session, place, picture, "", by=first.id, now=NOW)
    link = artifacts.Thing.link("https://chizu.example.jp/2")
    artifacts.add_version(session, place, link, "2つ目", by=first.id, now=NOW)
    artifacts.go_back(session, place, 1, "もどした", by=first.id, now=NOW)
    artifacts.go_back(session, place, 3, "同じ", by=first.id, now=NOW)
    session.expire_all()
    found = queries.artifact(session, team.project.id, row.id)
    assert [one.number for one in found.versions] == [3, 2, 1]
    assert found.url == found.versions[-1].url == "https://chizu.example.jp/yuki"
    with pytest.raises(NothingThere):
        artifacts.go_back(session, place, 9, "", by=first.id, now=NOW)


def test_who_is_on_a_picture_is_said_of_one_version(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    first = team.pupils[0]
    row = a_shared_file(session, team.project, first, storage, is_told=False)
    assert row.people_number != row.number
    place, before = (team.project.id, row.id), artifacts.mark_of(row)
    about = artifacts.About(row.title, "own", row.alt, is_told=True)
    assert artifacts.describe(session, place, about, read=before).is_told
    assert artifacts.mark_of(row) != before
    artifacts.go_back(session, place, 1, "", by=first.id, now=NOW)
    assert row.is_told  # the newest one already
    with received(io.BytesIO(a_picture(left="green"))) as came:
        media.put_away(storage, came)
        thing = artifacts.Thing.file(came)
    artifacts.add_version(session, place, thing, "2枚目", by=first.id, now=NOW)
    assert row.people_number != row.number


def test_who_looked_at_another_version_is_asked_to_look_again(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(session, team.project, team.pupils[0], storage, is_told=False)
    place, read = (team.project.id, row.id), artifacts.mark_of(row)
    with received(io.BytesIO(a_picture(left="green"))) as came:
        media.put_away(storage, came)
        thing = artifacts.Thing.file(came)
    artifacts.add_version(session, place, thing, "", by=team.pupils[1].id, now=NOW)
    about = artifacts.About(row.title, "own", row.alt, is_told=True)
    with pytest.raises(WorkroomRefused, match="changed"):
        artifacts.describe(session, place, about, read=read)
    assert not row.is_told


def test_after_the_end_a_teacher_still_says_who_is_on_a_picture(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(session, team.project, team.pupils[0], storage, is_told=False)
    team.project.state, team.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    place, about = (team.project.id, row.id), artifacts.About(row.title, "own", row.alt)
    with pytest.raises(ProjectRefused):
        artifacts.describe(session, place, about)
    told = artifacts.About(row.title, "own", row.alt, is_told=True)
    assert artifacts.describe(session, place, told, ever=True).is_told


def test_a_project_has_room_for_so_much_and_the_same_bytes_count_once(
    session: "Session", team: Together, monkeypatch: pytest.MonkeyPatch, storage: FolderStorage
) -> None:
    first = team.pupils[0]
    row = a_shared_file(session, team.project, first, storage)
    size = row.versions[0].size
    artifacts.go_back(session, (team.project.id, row.id), 1, "", by=first.id, now=NOW)
    assert artifacts.used_bytes(session, team.project.id) == size
    monkeypatch.setattr(rules, "LARGEST_PROJECT", size)
    with pytest.raises(WorkroomRefused, match="project_full"):
        a_shared_file(session, team.project, first, storage, data=PDF)
    holding.remove(session, Artifact, (team.project.id, row.id), now=NOW)
    assert artifacts.used_bytes(session, team.project.id) == 0


def test_makers_are_called_as_they_want(session: "Session", team: Together) -> None:
    first = team.pupils[0]
    row = a_link(session, team.project, first)
    place = (team.project.id, row.id)
    about = artifacts.About(row.title, "own", credit_as=CreditAs.PSEUDONYMS)
    artifacts.describe(session, place, about)
    assert queries.artifact(session, team.project.id, row.id).credit.endswith("のチーム")
    member = next(iter(_members(session, team, first.id)))
    member.pseudonym = "ゆきうさぎ"
    session.flush()
    assert queries.artifact(session, team.project.id, row.id).credit == "ゆきうさぎ"
    words = artifacts.About(row.title, "own", credit_as=CreditAs.WORDS, credit="雪道調査隊")
    artifacts.describe(session, place, words)
    assert queries.artifact(session, team.project.id, row.id).credit == "雪道調査隊"


def _members(session: "Session", team: Together, user_id: uuid.UUID) -> list[ProjectMember]:
    member = ProjectMember
    return list(
        session.scalars(
            sa.select(member).where(
                member.project_id == team.project.id, member.user_id == user_id
            )
        )
    )


def test_tables_are_taken_and_what_is_neither_is_not(storage: FolderStorage) -> None:
    with received(io.BytesIO(CSV)) as came:
        assert (came.type.suffix, came.path.read_bytes()) == ("csv", CSV)
        media.put_away(storage, came)
    for data, why in (
        (b"", Refusal.NO_FILE),
        (b"\x00\x01\x02", Refusal.UNKNOWN),
        (b"a,b\n" * (LARGEST_KEPT // 4 + 1), Refusal.TOO_LARGE),
        (bytes(LARGEST_KEPT + 1), Refusal.UNKNOWN),
    ):
        with pytest.raises(NotTaken) as refused, received(io.BytesIO(data)):
            pass
        assert refused.value.why is why


def test_neither_the_sweep_nor_the_worker_takes_away_what_a_team_holds(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(session, team.project, team.pupils[0], storage)
    later = clock.now() + timedelta(days=2)
    swept = media.sweep(session, storage, before=later, also_known=(queries.hashes,))
    assert swept == []
    version = row.versions[0]
    assert version.sha256 is not None
    event = MediaRemoved(version.sha256, "jpg", NOW - timedelta(days=1))
    assert make_on_media_removed(queries.holds_bytes)(session, event) is None
    assert make_on_media_removed()(session, event) is not None


def test_what_was_removed_long_ago_goes_and_the_worker_is_told(
    session: "Session", team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(session, team.project, team.pupils[0], storage)
    holding.remove(session, Artifact, (team.project.id, row.id), now=NOW)
    forget_removed(session, today=TODAY + timedelta(days=rules.UNDO_DAYS), now=NOW)
    assert session.scalars(sa.select(ArtifactVersion)).all() != []
    forget_removed(session, today=TODAY + timedelta(days=rules.UNDO_DAYS + 1), now=NOW)
    assert session.scalars(sa.select(ArtifactVersion)).all() == []
    names = session.scalars(sa.select(OutboxEvent.type)).all()
    assert any("MediaRemoved" in name for name in names)


def test_the_command_that_sweeps_asks_for_what_teams_hold(
    app: Flask, session: "Session", team: Together, settings: Settings
) -> None:
    storage = FolderStorage(settings.instance_dir / "media")
    row = a_shared_file(session, team.project, team.pupils[0], storage)
    session.commit()
    for file in settings.instance_dir.glob("media/??/*"):
        os.utime(file, (0, 0))
    told = app.test_cli_runner().invoke(args=["media", "sweep"]).output
    assert "0個" in told
    assert queries.read_bytes(storage, queries.version_of(session, team.project.id, row.id, 1))


def test_a_day_that_begins_lets_go_of_what_was_removed(session: "Session", team: Together) -> None:
    row = a_link(session, team.project, team.pupils[0])
    holding.remove(session, Artifact, (team.project.id, row.id), now=NOW)
    for days, left in ((rules.UNDO_DAYS, 1), (rules.UNDO_DAYS + 1, 0), (rules.UNDO_DAYS + 2, 0)):
        on_day_begun(session, DayBegun(TODAY + timedelta(days=days), NOW))
        assert len(session.scalars(sa.select(Artifact)).all()) == left
