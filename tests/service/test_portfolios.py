"""What a learner takes along from a project, and what a teacher's copy leaves out."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.config import Settings
from app.journals.rules import Reach
from app.media.storage.folder import FolderStorage
from app.portfolios import contents, packing, queries
from app.portfolios.errors import NoSuchPortfolio
from app.press import pressed
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole
from app.projects.service import members
from app.recognition import service as recognition
from tests.factories.adoption import a_proposal
from tests.factories.assessments import a_settled, names_for
from tests.factories.credentials import an_issuer_on_record
from tests.factories.identity import NOW, TODAY
from tests.factories.journals import an_entry
from tests.factories.projects import Together, a_project, standing_of
from tests.factories.recognition import a_project_achievement, awarded, member_of
from tests.factories.workroom import a_link, a_shared_file

pytestmark = pytest.mark.usefixtures("no_sockets")

SECRET, SHARED = "だれにも見せない、くやしかったこと。", "坂道を歩いて、数えました。"


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session)


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "media")


def of_first(session: Session, team: Together, *, for_owner: bool) -> queries.Portfolio:
    part = queries.own_part(session, team.pupils[0].id, team.project.key)
    return queries.portfolio(session, part, for_owner=for_owner)


def test_all_of_ones_part_is_in_it_and_nobody_elses(
    session: Session, team: Together, settings: Settings, storage: FolderStorage
) -> None:
    first, second = team.pupils
    an_issuer_on_record(session, settings.instance_dir)
    an_entry(session, team, first, words=SHARED)
    an_entry(session, team, first, words=SECRET, reach=Reach.PRIVATE)
    an_entry(session, team, second, words="ほかの人のふりかえり")
    a_link(session, team.project, first, title="積もり方の地図")
    a_link(session, team.project, second, title="聞きとりのまとめ")
    a_shared_file(session, team.project, first, storage, first, title="自分だけの写真")
    a_shared_file(session, team.project, first, storage, first, second, title="二人の写真")
    a_shared_file(session, team.project, first, storage, is_told=False, title="だれかの写真")
    a_settled(session, team, first, words="最後まで続けました。")
    a_proposal(session, team)
    awarded(session, team, a_project_achievement(session, team, "child"), first)
    recognition.make_credentials(session, team.project.id, theme=None, now=NOW)
    found = of_first(session, team, for_owner=True)
    told = contents.said(found, on=TODAY, is_own=True)
    paper = pressed(contents.paper(found, on=TODAY, is_own=True))
    assert paper.startswith(b"%PDF")
    with zipfile.ZipFile(BytesIO(packing.packed(found, told, paper, storage))) as packed:
        names = set(packed.namelist())
        text = packed.read("portfolio.txt").decode()
        kept = json.loads(packed.read("portfolio.json"))
    assert {"README.txt", "portfolio.pdf", "portfolio.txt", "portfolio.json"} < names
    assert len([name for name in names if name.startswith("made/")]) == 1
    assert "missing.txt" not in names
    assert kept == told
    for word in (SHARED, SECRET, "積もり方の地図", "二人の写真", contents.WITH_OTHERS):
        assert word in text
    for word in (
        "最後まで続けました。",
        "市の答え：提案を受け取りました",
        "まちの課題に取り組んだ",
    ):
        assert word in text
    assert "あわせて5点" in text
    for word in ("ほかの人のふりかえり", "聞きとりのまとめ", second.given_name):
        assert word not in text + json.dumps(kept, ensure_ascii=False)


def test_a_teachers_copy_leaves_out_what_was_written_for_oneself(
    session: Session, team: Together
) -> None:
    an_entry(session, team, words=SECRET, reach=Reach.PRIVATE)
    an_entry(session, team, words=SHARED)
    told = contents.text(
        contents.said(of_first(session, team, for_owner=False), on=TODAY, is_own=False)
    )
    assert SECRET not in told
    assert SHARED in told
    assert contents.WITHOUT_PRIVATE in told


def test_a_file_that_the_storage_lost_is_named_and_the_rest_is_packed(
    session: Session, team: Together, storage: FolderStorage, tmp_path: Path
) -> None:
    first = team.pupils[0]
    a_shared_file(session, team.project, first, storage, first, title="坂道の写真")
    found = of_first(session, team, for_owner=True)
    told = contents.said(found, on=TODAY, is_own=True)
    gone = FolderStorage(tmp_path / "elsewhere")
    with zipfile.ZipFile(BytesIO(packing.packed(found, told, b"%PDF", gone))) as packed:
        assert "坂道の写真" in packed.read("missing.txt").decode()
        assert "portfolio.pdf" in packed.namelist()


def test_who_left_keeps_it_and_who_came_back_has_one(session: Session, team: Together) -> None:
    first = team.pupils[0]
    row = session.get_one(ProjectMember, member_of(session, team, first))
    row.joined_on, row.left_on = TODAY - timedelta(days=60), TODAY - timedelta(days=30)
    session.flush()
    (part,) = queries.own_parts(session, first.id)
    assert (part.since, part.until) == (row.joined_on, row.left_on)
    coming = members.Coming(first.id, team.school.id, MemberRole.LEARNER)
    members.add(session, team.project, coming, by=team.teacher.id, now=NOW)
    (part,) = queries.own_parts(session, first.id)
    assert (part.since, part.until) == (row.joined_on, None)
    found = queries.pupils_parts(
        standing_of(session, team, team.teacher), names_for(session, team, team.teacher)
    )
    assert [(name, one.since) for name, one in found] == [
        ("ゆい", row.joined_on),
        ("けんた", TODAY),
    ]


def test_only_learners_have_one_and_only_their_own_teachers_a_copy(
    session: Session, team: Together
) -> None:
    for other in (team.teacher, team.mentor, team.owner):
        assert queries.own_parts(session, other.id) == []
        with pytest.raises(NoSuchPortfolio):
            queries.own_part(session, other.id, team.project.key)
    for other in (team.mentor, team.owner, team.pupils[1]):
        standing = standing_of(session, team, other)
        assert queries.pupils_parts(standing, names_for(session, team, other)) == []
