"""The tree of organizations and the posts of people, as administrators change them."""

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.identity.models import Organization, OrganizationKind, Post, Role
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

TREE = "/admin/organizations"


def names(client: PageClient) -> list[str]:
    client.see(TREE)
    links = [one for one in client.page.all("a") if one.get("href").startswith(f"{TREE}/")]
    return [one.text.strip() for one in links if not one.get("href").endswith("/new")]


def acts(session: Session) -> list[str]:
    """Return what was done, in order; that somebody looked is another's business."""
    asked = sa.select(AuditEntry.action).where(AuditEntry.action.not_like("%.looked"))
    return list(session.scalars(asked.order_by(AuditEntry.sequence)))


def test_the_tree_stands_in_the_citys_own_order_and_changes_it(
    client: PageClient, session: Session
) -> None:
    city = a_city(session)
    first = an_organization(session, "総務局", parent=city)
    an_organization(session, "人事課", parent=first)
    second = an_organization(session, "財務局", parent=city)
    sign_in(client, an_administrator(session, of=city))
    assert names(client) == ["犀川市", "総務局", "人事課", "財務局"]
    for _ in range(2):  # at the end nothing happens
        assert client.post(f"{TREE}/{second.id}/shift", data={"way": "up"}).status_code == 303
    assert names(client) == ["犀川市", "財務局", "総務局", "人事課"]
    client.post(f"{TREE}/{first.id}/place", data={"parent": str(second.id)})
    assert names(client) == ["犀川市", "財務局", "総務局", "人事課"]
    assert session.get_one(Organization, first.id).parent_id == second.id
    below_itself = client.post(f"{TREE}/{second.id}/place", data={"parent": str(first.id)})
    assert below_itself.status_code == 422
    assert acts(session) == ["organization.moved"] * 2


def test_a_board_adds_and_names_its_schools_and_makes_nothing_greater(
    client: PageClient, session: Session
) -> None:
    board = an_organization(session, "教育委員会", kind=OrganizationKind.BOARD)
    sign_in(client, an_administrator(session, of=board))
    sent = {"name": "犀川小学校", "kind": "school", "founder": "犀川市", "school_levels": "P"}
    client.see(f"{TREE}/new?below={board.id}")
    added = client.post(f"{TREE}/new?below={board.id}", data=sent)
    school = session.scalars(sa.select(Organization).filter_by(name="犀川小学校")).one()
    assert added.location == f"{TREE}/{school.id}"
    assert (school.founder, school.school_levels) == ("犀川市", "P")
    client.see(added.location)
    for kind in ("city", "company"):
        greater = client.post(f"{TREE}/new?below={board.id}", data={**sent, "kind": kind})
        assert greater.status_code == 422
    assert client.post(f"{TREE}/new", data=sent).status_code == 404  # at the top
    department = client.get(f"{TREE}/new?below={school.id}")
    assert department.status_code == 404  # nothing stands below a school
    changed = {**sent, "name": "さいがわ小学校", "school_levels": "PJ"}
    assert client.post(f"{TREE}/{school.id}", data=changed).status_code == 303
    assert client.post(f"{TREE}/{school.id}", data={**changed, "name": ""}).status_code == 422
    assert session.get_one(Organization, school.id).name == "さいがわ小学校"
    assert acts(session) == ["organization.added", "organization.renamed"]


def test_a_school_names_itself_and_neither_moves_nor_closes(
    client: PageClient, session: Session
) -> None:
    mine, other = a_school(session), a_school(session)
    sign_in(client, an_administrator(session, of=mine))
    assert names(client) == [mine.name]
    page = client.see(f"{TREE}/{mine.id}")
    assert "閉じると、どうなるか" not in page.text
    for job in ("shift", "place", "close", "reopen"):
        assert client.post(f"{TREE}/{mine.id}/{job}").status_code == 404
        assert client.post(f"{TREE}/{other.id}/{job}").status_code == 404
    for stranger in (other.id, uuid.uuid4()):
        assert client.get(f"{TREE}/{stranger}").status_code == 404
        assert client.post(f"{TREE}/{stranger}", data={"name": "わたしの"}).status_code == 404


def test_closing_shows_whom_it_concerns_keeps_history_and_is_taken_back(
    client: PageClient, session: Session
) -> None:
    city = a_city(session)
    bureau = an_organization(session, "市民局", parent=city)
    section = an_organization(session, "市民課", parent=bureau)
    clerk = a_clerk(session, department=section)
    desk = clerk.posts[0]
    second = a_post(session, clerk, city, title="兼務")
    sign_in(client, an_administrator(session, of=city))
    assert "市民課" in client.see(f"{TREE}/{bureau.id}/close").text
    sent = {"on": "2027-03-31"}
    assert client.post(f"{TREE}/{bureau.id}/close", data=sent).status_code == 422
    page = client.see(f"{TREE}/{section.id}/close")
    assert "まだ何も変わっていません" in page.text
    assert "森 みさき" in page.text
    assert client.post(f"{TREE}/{section.id}/close", data=sent).status_code == 303
    session.expire_all()
    assert (desk.ends_on, second.is_primary) == (date(2027, 3, 31), True)
    refused = {"organization": str(section.id), "role": "learner", "starts_on": "2026-12-01"}
    assert client.post(f"/admin/people/{clerk.id}/posts", data=refused).status_code == 422
    client.see(f"{TREE}/{section.id}")
    client.post(f"{TREE}/{section.id}/reopen")
    session.expire_all()
    assert (desk.ends_on, desk.is_primary) == (None, False)
    assert client.post(f"{TREE}/{city.id}/close", data=sent).status_code == 404
    assert acts(session) == ["organization.closed", "organization.reopened"]


def test_a_person_is_given_posts_and_keeps_the_history_of_them(
    client: PageClient, session: Session
) -> None:
    city = a_city(session)
    tax, families = (an_organization(session, n, parent=city) for n in ("税務課", "こども課"))
    clerk = a_clerk(session, department=tax)
    desk, at = clerk.posts[0], f"/admin/people/{clerk.id}"
    sign_in(client, an_administrator(session, of=city))
    sent = {
        "organization": str(families.id),
        "role": "learner",
        "title": "主任",
        "starts_on": "2026-10-01",
        "ends_on": "",
    }
    assert client.post(f"{at}/posts", data=sent).status_code == 303
    again = client.post(f"{at}/posts", data=sent)
    assert again.status_code == 422
    assert "主任" in [
        one.get("value") for one in client.page.all("input")
    ]  # nothing typed is lost
    added = session.scalars(sa.select(Post).filter_by(organization_id=families.id)).one()
    client.post(f"{at}/posts/{added.id}/primary")
    assert client.post(f"{at}/posts/{desk.id}/end", data={"on": "きのう"}).status_code == 422
    early = client.post(f"{at}/posts/{desk.id}/end", data={"on": "2020-01-01"})
    assert early.status_code == 422
    client.post(f"{at}/posts/{desk.id}/end", data={"on": "2026-10-31"})
    page = client.see(at)
    assert "税務課" in page.text
    assert "10月31日" in page.text
    session.expire_all()
    assert (added.is_primary, desk.is_primary) == (True, False)
    assert acts(session) == ["post.given", "post.made_primary", "post.ended"]


def test_nobody_gives_or_ends_posts_beyond_their_reach(
    client: PageClient, session: Session
) -> None:
    mine, other = a_school(session), a_school(session)
    sign_in(client, an_administrator(session, of=mine))
    child, stranger = a_child(session, school=mine), a_child(session, school=other)
    elsewhere = a_post(session, child, other, Role.LEARNER)
    sent = {"organization": str(mine.id), "role": "learner", "starts_on": "2026-12-01"}
    assert client.post(f"/admin/people/{stranger.id}/posts", data=sent).status_code == 404
    there = {**sent, "organization": str(other.id)}
    assert client.post(f"/admin/people/{child.id}/posts", data=there).status_code == 422
    at = f"/admin/people/{child.id}/posts"
    own = child.posts[0]
    assert client.post(f"{at}/{elsewhere.id}/end", data={"on": "2026-12-01"}).status_code == 404
    assert client.post(f"{at}/{own.id}/primary").status_code == 404  # also another's to list
    user = a_user(session)
    theirs = a_post(session, user, mine, Role.TEACHER)
    assert client.post(f"{at}/{theirs.id}/end", data={"on": "2026-12-01"}).status_code == 404
    assert acts(session) == []
