"""What a guardian takes along of a child's, and what stays with the child."""

import io
import re
import uuid
import zipfile
from dataclasses import dataclass

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.consents import service as consents
from app.consents.models import Guardianship
from app.consents.rules import How, Notice, Purpose, Relation, Said
from app.identity.models import User
from app.learning.models import PrivateAnswer
from tests.client import PageClient, sign_in
from tests.factories.consents import SECRET, a_guardian, a_letter, an_answer
from tests.factories.everything import MARK, fill
from tests.factories.identity import NOW, TODAY, a_child, a_school, a_user, an_administrator
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons

TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}")


@dataclass
class Family:
    """A child with two guardians who have accounts."""

    child: User
    mother: User
    father: User
    ties: dict[str, Guardianship]


@pytest.fixture
def family(session: Session) -> Family:
    child = a_child(session, school=a_school(session))
    own = a_run(session, learner=child)
    finish_lessons(session, own)
    for key, response in RIGHT.items():
        answer(session, own, key, response, minutes=50)
    session.add(
        PrivateAnswer(
            registration_id=own.registration.id, item="q", text="だれにも言わない", answered_at=NOW
        )
    )
    mother, father = a_user(session, given_name="はるか"), a_user(session, given_name="けんた")
    ties = {
        "mother": a_guardian(session, child, user=mother),
        "father": a_guardian(session, child, Relation.FATHER, user=father),
    }
    an_answer(session, ties["mother"], purpose=Purpose.PHOTO)
    an_answer(session, ties["father"], Said.REFUSED, Purpose.BROADCAST)
    consents.confirm_reading(session, ties["father"].id, Notice.LESSONS, how=How.ACCOUNT, on=TODAY)
    return Family(child, mother, father, ties)


def taken(client: PageClient, child: User) -> dict[str, str]:
    response = client.post(f"/family/{child.id}/data/download")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def rows(files: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    return {one["table"]: one["rows"] for one in orjson.loads(files["data.json"])["held"]}


def test_a_guardian_takes_along_what_a_child_learned_and_their_own_answers(
    client: PageClient, family: Family
) -> None:
    sign_in(client, family.mother)
    assert (
        f'href="/family/{family.child.id}/data"' in client.see(f"/family/{family.child.id}").html
    )
    client.see(f"/family/{family.child.id}/data")
    files = taken(client, family.child)
    assert set(files) == {"index.html", "data.json", "statements.jsonl"}
    held = rows(files)
    assert held["user"][0]["given_name"] == "ゆい"
    assert len(held["registration"]) == 1
    assert [one["purpose"] for one in held["consent_record"]] == ["photo"]
    assert len(held["guardianship"]) == 1
    assert held["notice_reading"] == []
    said = [orjson.loads(line) for line in files["statements.jsonl"].splitlines()]
    assert said
    assert {one["actor"]["account"]["name"] for one in said} == {str(family.child.actor_name)}
    assert all(
        set(one) <= {"id", "actor", "verb", "object", "result", "timestamp"} for one in said
    )
    assert "ゆいさんの記録" in files["index.html"]


def test_nothing_of_another_guardian_no_private_words_and_no_hour_are_in_the_file(
    client: PageClient, family: Family
) -> None:
    for who, other in ((family.mother, family.father), (family.father, family.mother)):
        sign_in(client, who)
        files = taken(client, family.child)
        everything = "".join(files.values())
        for word in (str(other.id), other.given_name, "だれにも言わない"):
            assert word not in everything
        made_at = orjson.loads(files["data.json"])["made_at"]
        assert not TIME_OF_DAY.search(everything.replace(made_at, ""))
    other_tie = str(family.ties["mother"].id)
    assert other_tie not in everything
    assert "photo" not in rows(files)["consent_record"][0].values()


def test_of_everything_that_is_kept_only_what_is_shared_is_told(
    client: PageClient, session: Session, family: Family
) -> None:
    fill(session, family.child.id, a_user(session).id)
    sign_in(client, family.mother)
    held = rows(taken(client, family.child))
    told = {table for table, found in held.items() if MARK in orjson.dumps(found).decode()}
    assert told <= {"post", "registration", "credential", "credential_delivery"}


def test_the_log_has_each_download_and_the_child_reads_who_took_it(
    client: PageClient, session: Session, family: Family
) -> None:
    sign_in(client, family.father)
    for _ in range(2):
        taken(client, family.child)
    logged = session.execute(
        sa.select(AuditEntry.actor_id, AuditEntry.subject_id).where(
            AuditEntry.action == "data.downloaded"
        )
    ).all()
    assert [tuple(one) for one in logged] == [(family.father.id, family.child.id)] * 2
    sign_in(client, family.child)
    told = client.see("/my/data/all").text.replace(" ", "")
    assert "けんた" in told
    assert "ファイルで受けとりました" in told
    assert "はるか" not in told


def test_a_closed_view_takes_nothing_and_the_other_guardian_goes_on(
    client: PageClient, session: Session, family: Family
) -> None:
    tie = family.ties["father"]
    by = an_administrator(session).id
    consents.close_view(session, tie.id, family.child.id, by=by, now=clock.now())
    sign_in(client, family.father)
    unknown = uuid.uuid4()
    gone = client.see(f"/family/{family.child.id}/data", status=404).text
    assert gone == client.see(f"/family/{unknown}/data", status=404).text
    assert client.post(f"/family/{family.child.id}/data/download").status_code == 404
    assert not session.scalars(sa.select(AuditEntry).filter_by(action="data.downloaded")).all()
    sign_in(client, family.mother)
    files = taken(client, family.child)
    assert "けんた" not in "".join(files.values())
    assert "close" not in "".join(files.values())


def test_the_childs_own_file_does_not_tell_of_a_closed_view(
    client: PageClient, session: Session, family: Family
) -> None:
    tie = family.ties["father"]
    by = an_administrator(session).id
    consents.close_view(session, tie.id, family.child.id, by=by, now=clock.now())
    audit.record(session, "account.disabled", now=clock.now(), by=by, subject=family.child.id)
    sign_in(client, family.child)
    response = client.post("/my/data/download")
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as packed:
        files = "".join(packed.read(name).decode() for name in packed.namelist())
    assert "account.disabled" in files
    assert "view_closed" not in files


def test_a_child_of_another_family_is_nobodys(
    client: PageClient, session: Session, family: Family
) -> None:
    stranger = a_child(session)
    a_guardian(session, stranger)
    for who in (family.mother, family.child, stranger):
        sign_in(client, who)
        assert client.get(f"/family/{stranger.id}/data").status_code == 404
        assert client.post(f"/family/{stranger.id}/data/download").status_code == 404


def test_who_looks_on_or_has_a_child_who_decides_alone_is_told_why_and_gets_no_file(
    client: PageClient, session: Session, family: Family
) -> None:
    aunt = a_user(session)
    a_guardian(session, family.child, Relation.FAMILY, user=aunt)
    old = a_child(session, grade=11)
    a_guardian(session, old, user=family.mother)
    for who, child, why in (
        (aunt, family.child, "親か、親にかわる人です"),
        (family.mother, old, "自分で決める学年です"),
    ):
        sign_in(client, who)
        assert why in client.see(f"/family/{child.id}/data").text.replace(" ", "")
        assert client.post(f"/family/{child.id}/data/download").status_code == 404


def test_a_letter_shows_what_there_is_and_asks_for_an_account(
    client: PageClient, session: Session, family: Family, app: Flask
) -> None:
    assert app.config["SECRET_KEY"] == SECRET
    letter = a_letter(session, family.child, now=clock.now())
    client.post(f"/g/{letter.token}", data={"code": letter.code})
    client.post("/family/confirm", data={"relation": "guardian", "sure": "y"})
    page = client.see(f"/family/{family.child.id}/data")
    assert "登録した方だけです" in page.text.replace(" ", "")
    answered = client.post(f"/family/{family.child.id}/data/download")
    assert answered.status_code == 302


def test_too_many_downloads_are_held_off(client: PageClient, family: Family) -> None:
    sign_in(client, family.mother)
    at = f"/family/{family.child.id}/data/download"
    assert [client.post(at).status_code for _ in range(6)] == [200] * 5 + [429]
