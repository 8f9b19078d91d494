"""Acting in one post at a time: what follows the choice, and what does not."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit import acting, queries
from app.audit.models import AuditEntry
from app.db import transaction
from app.identity.models import OrganizationKind, Post, Role, User
from tests.client import PageClient
from tests.factories.identity import (
    a_child,
    a_city,
    a_post,
    a_school,
    a_user,
    an_organization,
    sign_in,
)

CHOICE = "いまの立場"


def act(client: PageClient, post: Post) -> None:
    response = client.post("/acting", data={"post": str(post.id)})
    assert (response.status_code, response.location) == (303, "/")


def someone_of_two(session: Session) -> tuple[User, Post, Post]:
    """Make a clerk of the tax section who also administers the city."""
    user, city = a_user(session), a_city(session)
    tax = an_organization(session, "税務課", parent=city)
    return (
        user,
        a_post(session, user, tax, title="主事"),
        a_post(session, user, city, Role.ADMINISTRATOR),
    )


def test_who_holds_several_posts_acts_in_the_main_one_and_switches(
    client: PageClient, session: Session
) -> None:
    user, desk, key = someone_of_two(session)
    sign_in(client, user)
    page = client.see("/")
    assert CHOICE in page.text
    assert "税務課 主事" in page.text
    assert client.get("/admin/people").status_code == 404
    act(client, key)
    assert "人と所属" in client.see("/").links
    client.see("/admin/people")
    assert "犀川市 管理者" in client.page.text
    act(client, desk)
    assert client.get("/admin/people").status_code == 404
    assert len(client.queries) == 1  # the person, and nothing besides


def test_a_post_that_has_ended_gives_way_to_the_main_one(
    client: PageClient, session: Session
) -> None:
    user, _, key = someone_of_two(session)
    sign_in(client, user)
    act(client, key)
    key.ends_on = date(2026, 4, 30)
    session.flush()
    assert client.get("/admin/people").status_code == 404
    assert CHOICE not in client.see("/").text


def test_nobody_acts_in_a_post_of_somebody_else(client: PageClient, session: Session) -> None:
    user, *_ = someone_of_two(session)
    other = a_post(session, a_user(session), an_organization(session))
    sign_in(client, user)
    for asked in (str(other.id), "", "0"):
        assert client.post("/acting", data={"post": asked}).status_code == 404


def test_posts_at_one_place_are_one_stance_but_a_guardians_is_its_own(
    client: PageClient, session: Session
) -> None:
    section, school, both = an_organization(session, "人事課"), a_school(session), a_user(session)
    a_post(session, both, section, Role.HR)
    a_post(session, both, section, Role.LEARNER, title="係長")
    sign_in(client, both)
    assert CHOICE not in client.see("/").text
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    guards = a_post(session, teacher, school, Role.GUARDIAN)
    sign_in(client, teacher)
    client.see("/authoring/")
    act(client, guards)
    assert client.get("/authoring/").status_code == 404


def test_no_choice_makes_an_adult_of_a_child(client: PageClient, session: Session) -> None:
    child = a_child(session)
    company = an_organization(session, "工房", kind=OrganizationKind.COMPANY)
    other = a_post(session, child, company, Role.PARTNER)
    sign_in(client, child)
    act(client, other)
    page = client.see("/")
    assert page.one("html").get("data-audience") == "child"
    assert CHOICE in page.text


def test_ones_own_sheet_is_there_in_every_stance(client: PageClient) -> None:
    with transaction() as session:
        user = a_user(session)
        a_post(session, user, an_organization(session))
        guards = a_post(session, user, a_school(session), Role.GUARDIAN)
    sign_in(client, user)
    client.see("/my/skills")
    act(client, guards)
    assert client.see("/").one("html").get("data-audience") == "citizen"
    client.see("/my/skills")


def test_the_log_tells_in_which_post_an_act_was_done_whoever_writes_it(
    client: PageClient, session: Session
) -> None:
    user, desk, key = someone_of_two(session)
    other = a_user(session)
    sign_in(client, user)
    act(client, key)
    for what in ("disable", "enable", "reset-link", "sign-out"):
        client.post(f"/admin/people/{other.id}/{what}")
    client.post("/admin/accounts.csv")
    client.see(f"/admin/people/{other.id}")
    act(client, desk)
    client.post("/my/data/download")
    session.rollback()
    entries = session.scalars(sa.select(AuditEntry).filter_by(actor_id=user.id)).all()
    told = {one.action: one.acting_as_id for one in entries}
    assert told == {
        "account.disabled": key.id,
        "account.enabled": key.id,
        "account.reset_link": key.id,
        "account.signed_out": key.id,
        "accounts.exported": key.id,
        "person.looked": key.id,
        "data.downloaded": desk.id,
    }
    assert queries.broken_at(session) is None


def test_the_post_of_one_request_is_not_that_of_the_next(session: Session) -> None:
    user, _, key = someone_of_two(session)
    acting.act_in(user.id, key.id)
    assert acting.post_of(user.id) == key.id
    assert acting.post_of(key.id) is None
    assert acting.post_of(None) is None
    acting.forget()
    assert acting.post_of(user.id) is None
