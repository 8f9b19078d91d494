"""Pages of what was made: files, links, versions, and who gets the bytes."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app import clock
from app.config import Settings
from app.media.storage.folder import FolderStorage
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole, ProjectState
from app.workroom.models import Artifact
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen
from tests.factories.media import PDF, a_photograph, a_picture
from tests.factories.projects import Together, a_project
from tests.factories.workroom import CSV, a_link, a_meeting, a_shared_file

ABOUT = {
    "title": "雪の朝の坂道",
    "alt": "雪が積もった坂道。",
    "license": "own",
    "credit_as": "team",
}


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session, now=clock.now())


@pytest.fixture
def storage(settings: Settings) -> FolderStorage:
    return FolderStorage(settings.instance_dir / "media")


def home(team: Together) -> str:
    return f"/projects/{team.project.key}/artifacts"


def send(client: PageClient, address: str, data: bytes, **fields: object) -> TestResponse:
    """Send a form with a file."""
    boundary, body = encode_multipart({**fields, "file": FileStorage(BytesIO(data), "a.jpg")})
    return client.post(
        address, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def row_of(session: Session) -> Artifact:
    session.commit()
    return session.scalars(sa.select(Artifact)).one()


def test_a_pupil_shares_a_large_photograph_and_a_new_version_of_it(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    pupil = sign_in(client, first)
    assert "20MBまで" in pupil.see(f"{home(team)}/new").text
    large = a_photograph() + bytes(2_500_000)
    fields = {**ABOUT, "people": str(first.id)}
    assert send(pupil, f"{home(team)}/new", large, **fields).status_code == 303
    row = row_of(session)
    page = pupil.see(f"{home(team)}/{row.id}")
    assert first.given_name in page.text
    address = f"{home(team)}/{row.id}/versions/1/file"
    sent = pupil.get(address)
    assert (sent.status_code, sent.mimetype) == (200, "image/jpeg")
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert b"Kamera-no-mise" not in sent.get_data()
    assert "attachment" in pupil.get(f"{address}?save=1").headers["Content-Disposition"]
    assert pupil.get(f"{home(team)}/{row.id}/versions/2/file").status_code == 404
    new = f"{home(team)}/{row.id}/versions/new"
    pupil.see(new)
    assert send(pupil, new, PDF, note="紙にした").status_code == 422
    assert "同じ種類" in pupil.page.text
    assert send(pupil, new, a_picture(left="green"), note="夜の分").status_code == 303
    assert pupil.post(f"{home(team)}/{row.id}/versions/1/again").status_code == 303
    page = pupil.see(f"{home(team)}/{row.id}")
    assert "第1版の中身にもどした" in page.text
    assert "1点" in pupil.see(home(team)).text


def test_what_is_not_taken_says_why_and_keeps_the_words(
    client: PageClient, session: Session, team: Together
) -> None:
    pupil = sign_in(client, team.pupils[0])
    new = f"{home(team)}/new"
    assert pupil.post(new, data=ABOUT).status_code == 422
    assert "どちらか" not in pupil.page.text
    assert "リンクを入れてください" in pupil.page.text
    assert "雪が積もった坂道。" in pupil.page.html
    assert send(pupil, new, b"\x00\x01", **ABOUT).status_code == 422
    assert "この種類のファイルは使えません" in pupil.page.text
    assert send(pupil, new, a_picture(), **{**ABOUT, "alt": ""}).status_code == 422
    assert "見えない人のための説明" in pupil.page.text
    for bad in ("http://a.example.jp/", "https://a", "mailto:a@example.jp"):
        assert pupil.post(new, data={**ABOUT, "url": bad}).status_code == 422
    named = {**ABOUT, "url": "https://a.example.jp/", "credit_as": "words"}
    assert pupil.post(new, data=named).status_code == 422
    assert "出したい名前" in pupil.page.text
    assert pupil.post(new, data={**named, "credit": "雪道調査隊"}).status_code == 303
    assert "雪道調査隊" in pupil.see(f"{home(team)}/{row_of(session).id}").text


def test_a_table_is_taken_and_comes_to_be_kept(
    client: PageClient, session: Session, team: Together
) -> None:
    pupil = sign_in(client, team.pupils[0])
    assert send(pupil, f"{home(team)}/new", CSV, **ABOUT).status_code == 303
    row = row_of(session)
    sent = pupil.get(f"{home(team)}/{row.id}/versions/1/file")
    assert (sent.mimetype, sent.get_data()) == ("text/csv", CSV)
    assert "attachment" in sent.headers["Content-Disposition"]


def test_what_is_said_of_it_is_changed_and_it_is_removed_and_brought_back(
    client: PageClient, session: Session, team: Together, storage: FolderStorage
) -> None:
    first = team.pupils[0]
    meeting = a_meeting(session, team.project, first, now=clock.now())
    row = a_shared_file(
        session, team.project, first, storage, first, meeting=meeting, now=clock.now()
    )
    pupil = sign_in(client, first)
    assert "打ち合わせのもの" in pupil.see(home(team)).text
    shown = pupil.see(f"/projects/{team.project.key}/meetings/{meeting.id}")
    assert row.title in shown.text
    edit = f"{home(team)}/{row.id}/edit"
    pupil.see(edit)
    assert pupil.post(edit, data={**ABOUT, "alt": ""}).status_code == 422
    assert pupil.post(edit, data={**ABOUT, "read": "まえ"}).status_code == 422
    assert pupil.post(edit, data={**ABOUT, "title": "朝の坂道"}).status_code == 303
    gone = pupil.post(f"{home(team)}/{row.id}/remove")
    assert "もとにもどせます" in pupil.see(gone.location).text
    assert pupil.get(f"{home(team)}/{row.id}/versions/1/file").status_code == 404
    assert pupil.post(f"{home(team)}/{row.id}/restore").status_code == 303
    assert "朝の坂道" in pupil.see(home(team)).text


def test_only_members_get_the_bytes_and_supporters_share(
    client: PageClient, session: Session, team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(
        session, team.project, team.pupils[0], storage, team.pupils[0], now=clock.now()
    )
    a_link(session, team.project, team.pupils[0], now=clock.now())
    address = f"{home(team)}/{row.id}/versions/1/file"
    mentor = sign_in(client, team.mentor)
    mentor.query_budget = 11  # who is named across organizations takes four more; see naming
    assert mentor.get(address).status_code == 404  # no agreement lets a pupil's face cross
    page = mentor.see(f"{home(team)}/{row.id}")
    assert team.pupils[0].given_name not in page.text
    assert "/file" not in str(page.html)
    assert "写真についての協定" in page.text
    plain = a_shared_file(session, team.project, team.pupils[0], storage, now=clock.now())
    address = f"{home(team)}/{plain.id}/versions/1/file"
    assert mentor.get(address).status_code == 200
    assert mentor.get(f"{home(team)}/new").status_code == 404
    for user in (team.mentor, team.owner):
        session.execute(
            sa.update(ProjectMember)
            .where(ProjectMember.user_id == user.id)
            .values(role=MemberRole.SUPPORTER)
        )
        helper = sign_in(client, user)
        helper.query_budget = 11
        helper.see(f"{home(team)}/new")
        assert helper.get(f"/projects/{team.project.key}/board/new").status_code == 404
    stranger = sign_in(client, a_citizen(session))
    assert stranger.get(address).status_code == 404


def test_after_the_end_a_teacher_alone_says_who_is_on_a_picture(
    client: PageClient, session: Session, team: Together, storage: FolderStorage
) -> None:
    row = a_shared_file(session, team.project, team.pupils[0], storage, is_told=False)
    team.project.state = ProjectState.ENDED
    team.project.ended_on = clock.day_of(clock.now())
    session.commit()
    page, said = f"{home(team)}/{row.id}", ABOUT | {"is_told": "y"}
    pupil = sign_in(client, team.pupils[0])
    assert f"{page}/edit" not in pupil.see(page).html
    assert pupil.post(f"{page}/edit", data=said).location.endswith("/artifacts")
    teacher = sign_in(client, team.teacher)
    assert f"{page}/edit" in teacher.see(page).html
    teacher.see(f"{page}/edit")
    assert teacher.post(f"{page}/edit", data=said).location == page
    assert "新しい版をのせる" not in teacher.see(page).text
    session.expire_all()
    assert row_of(session).is_told


def test_a_strangers_large_file_is_refused_by_its_length(
    client: PageClient, team: Together
) -> None:
    with client.session_transaction() as cookie:
        cookie.clear()
    assert send(client, f"{home(team)}/new", bytes(3_000_000), **ABOUT).status_code == 413
