"""The administrators' pages, and who may not see them."""

import re
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.identity.cli import people
from app.identity.models import OneTimeLink, Post, Role, User
from tests.client import PageClient
from tests.factories.identity import (
    a_child,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
    sign_in,
)

JOBS = ("reset-link", "disable", "enable", "sign-out")


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user, city = a_user(session), a_city(session)
    a_post(session, user, city, role)
    sign_in(client, user)
    for path in ("/admin/people", "/admin/people/invite", f"/admin/people/{user.id}"):
        assert client.get(path).status_code == 404
    for job in JOBS:
        assert client.post(f"/admin/people/{user.id}/{job}").status_code == 404
    assert count(session, OneTimeLink) == 0


def test_the_list_shows_names_as_written_and_takes_a_search(
    client: PageClient, session: Session
) -> None:
    city = a_city(session)
    sign_in(client, an_administrator(session, of=city))
    child = a_child(session, school=a_school(session, parent=city), number=7)
    child.family_name, child.family_kana = "𠮷﨑", "ヨシザキ"
    session.flush()
    page = client.see("/admin/people")
    assert "𠮷﨑 ゆい" in page.text
    assert "3年 7番" in page.text
    found = client.see("/admin/people?q=よしざ").links
    assert "𠮷﨑 ゆい" in found
    assert "森 かおる" not in found
    assert "見つかりませんでした" in client.see("/admin/people?q=zzz&page=9").text


def test_a_person_of_another_school_is_404_whatever_the_job(
    client: PageClient, session: Session
) -> None:
    mine, other = a_school(session), a_school(session)
    sign_in(client, an_administrator(session, of=mine))
    for stranger in (a_child(session, school=other).id, a_user(session).id, uuid.uuid4()):
        assert client.get(f"/admin/people/{stranger}").status_code == 404
        for job in JOBS:
            assert client.post(f"/admin/people/{stranger}/{job}").status_code == 404
    assert count(session, OneTimeLink) == 0


def test_a_school_cannot_take_over_whoever_also_runs_the_city(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    sign_in(client, an_administrator(session, of=school))
    boss = an_administrator(session)
    a_post(session, boss, school, Role.TEACHER)
    page = client.see(f"/admin/people/{boss.id}")
    assert "市の管理者に頼んで" in page.text
    assert client.post(f"/admin/people/{boss.id}/reset-link").status_code == 404


def test_a_reset_link_is_shown_once_and_works(
    app: Flask, client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    child = a_child(session)
    response = client.post(f"/admin/people/{child.id}/reset-link")
    found = re.search(r"http://localhost(/password/reset/[\w-]+)", response.get_data(as_text=True))
    assert found is not None
    again = client.get(f"/admin/people/{child.id}")
    assert "/password/reset/" not in again.get_data(as_text=True)
    tablet = app.test_client()
    assert tablet.post(found[1], data={"new": "kawa-ishi"}).status_code == 303


def test_an_account_is_closed_and_opened_again(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    clerk = a_clerk(session)
    client.post(f"/admin/people/{clerk.id}/disable")
    assert "止めている" in client.see(f"/admin/people/{clerk.id}").text
    client.post(f"/admin/people/{clerk.id}/enable")
    session.expire_all()
    assert session.get_one(User, clerk.id).disabled_at is None
    assert client.post(f"/admin/people/{clerk.id}/sign-out").status_code == 303


def test_nobody_closes_their_own_account(client: PageClient, session: Session) -> None:
    boss = an_administrator(session)
    sign_in(client, boss)
    assert "登録を止める" not in client.see(f"/admin/people/{boss.id}").text
    assert client.post(f"/admin/people/{boss.id}/disable").status_code == 404


def test_inviting_makes_a_person_with_a_post(client: PageClient, session: Session) -> None:
    city = a_city(session)
    sign_in(client, an_administrator(session, of=city))
    school = a_school(session, parent=city)
    client.see("/admin/people/invite")
    sent = {
        "family_name": "髙木",
        "given_name": "智子",
        "family_kana": "たかぎ",
        "given_kana": "ともこ",
        "organization": str(school.id),
        "role": "teacher",
    }
    response = client.post("/admin/people/invite", data=sent)
    assert response.status_code == 200
    assert "http://localhost/password/reset/" in response.get_data(as_text=True)
    user = session.scalars(sa.select(User).where(User.family_name == "髙木")).one()
    assert [(post.role, post.organization_id) for post in user.posts] == [
        (Role.TEACHER, school.id)
    ]
    assert (user.family_kana, user.created_at is not None) == ("タカギ", True)


def test_a_school_invites_into_itself_only(client: PageClient, session: Session) -> None:
    mine, other = a_school(session), a_school(session)
    sign_in(client, an_administrator(session, of=mine))
    before = count(session, User)
    sent = {"family_name": "森", "given_name": "花", "role": "administrator"}
    for place in (str(other.id), str(a_city(session).id), "x"):
        answer = client.post("/admin/people/invite", data={**sent, "organization": place})
        assert answer.status_code == 422
    wrong = {**sent, "organization": str(mine.id), "role": "emperor"}
    assert client.post("/admin/people/invite", data=wrong).status_code == 422
    assert count(session, User) == before


def test_no_section_makes_its_own_reader_of_the_whole_citys_registry(
    client: PageClient, session: Session
) -> None:
    section, clerk = an_organization(session), a_user(session)
    a_post(session, clerk, section)
    boss = an_administrator(session, of=section)
    sign_in(client, boss)
    assert "人事の担当" not in client.see("/admin/people/invite").text
    sent = {"family_name": "森", "given_name": "花", "role": "hr", "organization": str(section.id)}
    before = count(session, User)
    assert client.post("/admin/people/invite", data=sent).status_code == 422
    for one in (clerk, boss):
        post = {**sent, "starts_on": "2026-11-22"}
        assert client.post(f"/admin/people/{one.id}/posts", data=post).status_code == 422
    assert count(session, User) == before
    assert session.scalar(sa.select(sa.func.count()).select_from(Post).filter_by(role="hr")) == 0


def test_inviting_with_a_taken_id_tells_so(client: PageClient, session: Session) -> None:
    city = a_city(session)
    sign_in(client, an_administrator(session, of=city))
    a_user(session, login_id="taken")
    sent = {
        "family_name": "森",
        "given_name": "花",
        "role": "hr",
        "organization": str(city.id),
        "login": "taken",
    }
    assert client.post("/admin/people/invite", data=sent).status_code == 422
    assert "もう使われています" in client.page.text


# --- the command line --------------------------------------------------------------------------


def test_the_first_administrator_comes_by_command(app: Flask, session: Session) -> None:
    a_city(session)
    session.commit()
    run = app.test_cli_runner().invoke
    done = run(
        people, ["invite", "administrator", "--organization", "犀川市", "--name", "髙木 智子"]
    )
    assert done.exit_code == 0, done.output
    assert re.search(r"http://localhost/password/reset/[\w-]{43}", done.output)
    session.expire_all()
    user = session.scalars(sa.select(User)).one()
    assert (user.family_name, user.given_name) == ("髙木", "智子")


def test_the_command_tells_which_organizations_there_are(app: Flask, session: Session) -> None:
    a_city(session)
    session.commit()
    done = app.test_cli_runner().invoke(
        people, ["invite", "hr", "--organization", "北市", "--name", "森 花"]
    )
    assert done.exit_code == 1
    assert "犀川市" in done.output


def test_the_command_makes_a_reset_link(app: Flask, session: Session) -> None:
    a_user(session, login_id="haru")
    session.commit()
    run = app.test_cli_runner().invoke
    assert "/password/reset/" in run(people, ["reset", "ＨＡＲＵ"]).output
    assert run(people, ["reset", "nobody"]).exit_code == 1


def test_only_the_city_is_shown_the_way_to_erasing_somebodys_records(
    client: PageClient, session: Session
) -> None:
    city = a_city(session)
    school = a_school(session, parent=city)
    child = a_child(session, school=school)
    way = "この人の学びの記録を消す"
    sign_in(client, an_administrator(session, of=city))
    assert client.see(f"/admin/people/{child.id}").links[way] == f"/records/erase/{child.id}"
    sign_in(client, an_administrator(session, of=school))
    assert way not in client.see(f"/admin/people/{child.id}").links
