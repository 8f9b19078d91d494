"""Who read the notice, as the school sees it, and letters for those who have not."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.consents import service
from app.consents.models import GuardianLetter, NoticeReading
from app.consents.rules import How, Notice, Relation
from app.identity.models import User
from tests.client import PageClient, sign_in
from tests.factories.classes import an_enrollment
from tests.factories.consents import a_guardian, a_letter, ties
from tests.factories.identity import a_child, an_administrator
from tests.request.test_consents_pages import AtSchool, at_school, come_in, fresh


def one_more(session: Session, here: AtSchool, name: str, *, grade: int = 3) -> User:
    child = a_child(session, school=here.school, grade=grade)
    child.given_name = name
    an_enrollment(session, here.room, child)
    return child


def read(session: Session, child: User, how: How, relation: Relation = Relation.MOTHER) -> None:
    tie = a_guardian(session, child, relation)
    today = clock.day_of(clock.now())
    service.confirm_reading(session, tie.id, Notice.LESSONS, how=how, on=today)


def told(client: PageClient) -> str:
    return client.page.text.replace(" ", "")


def test_counts_come_first_and_each_family_has_its_way(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    for name, how in (("れん", How.ACCOUNT), ("そら", How.PAPER), ("うみ", How.PAPER)):
        read(session, one_more(session, here, name), how)
    one_more(session, here, "りく", grade=11)
    sign_in(client, here.teacher)
    client.see("/school/consents")
    assert "4人のうち3人" in told(client)
    client.see(f"/school/consents/{here.room.id}/notice")
    assert "4人のうち、3人の家庭が読みました。まだの家庭は1人です。" in told(client)
    facts = [one.text.replace(" ", "") for one in client.page.all("dd")][:4]
    assert facts == ["1人", "0人", "2人", "1人"]
    assert "母（紙）" in told(client)
    assert "自分で答える学年" in told(client)


def test_a_guardian_says_so_by_a_letter_and_by_an_account(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    come_in(client, fresh(session, here.child))
    client.post(f"/family/{here.child.id}/notice")
    father = a_guardian(session, here.child, Relation.FATHER)
    sign_in(client, session.get_one(User, father.guardian_user_id))
    client.post(f"/family/{here.child.id}/notice")
    hows = session.scalars(sa.select(NoticeReading.how)).all()
    assert sorted(str(one) for one in hows) == ["account", "letter"]


def test_a_form_that_came_back_is_a_reading_also_without_an_answer(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    second = one_more(session, here, "れん")
    third = one_more(session, here, "そら")
    sign_in(client, here.teacher)
    day = clock.day_of(clock.now()).isoformat()
    sent = {f"read-{here.child.id}": "yes", f"all-{second.id}": "yes", "received_on": day}
    client.post(f"/school/consents/{here.room.id}/paper", data=sent)
    rows = session.scalars(sa.select(NoticeReading)).all()
    assert [one.how for one in rows] == [How.PAPER, How.PAPER]
    (unread,) = [one.id for one in (here.child, second, third) if not ties(session, one.id)]
    assert unread == third.id


def test_new_letters_are_made_for_those_who_have_not_read_it_and_for_nobody_else(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    has_read, chosen, left = (
        here.child,
        one_more(session, here, "れん"),
        one_more(session, here, "そら"),
    )
    read(session, has_read, How.LETTER)
    for one in (has_read, chosen, left):
        a_letter(session, one, now=clock.now())
    sign_in(client, here.teacher)
    at = f"/school/consents/{here.room.id}/notice"
    assert client.post(f"{at}/letters").status_code == 422
    assert "1人は選んで" in told(client)
    sent = {"pupil": [str(has_read.id), str(chosen.id), "x"], "as": "slips"}
    assert client.post(f"{at}/letters", data=sent).status_code == 200
    assert len(re.findall(r"\d{4}-\d{3}-\d{3}", client.page.text)) == 1
    assert "れん" in client.page.text
    made = sa.select(sa.func.count()).select_from(GuardianLetter)
    for child, count in ((has_read, 1), (chosen, 2), (left, 1)):
        assert session.scalar(made.where(GuardianLetter.child_id == child.id)) == count
    assert client.post(f"{at}/letters", data={"pupil": str(left.id)}).status_code == 200
    assert client.page.html.count('class="sheet leaf"') == 2


def test_what_a_guardian_with_a_closed_view_read_counts_no_more(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    read(session, here.child, How.ACCOUNT)
    (tie,) = ties(session, here.child.id)
    by = an_administrator(session).id
    service.close_view(session, tie.id, here.child.id, by=by, now=clock.now())
    sign_in(client, here.teacher)
    client.see(f"/school/consents/{here.room.id}/notice")
    assert "まだの家庭は1人です" in told(client)
    client.see("/school/consents")
    assert "1人のうち0人" in told(client)
    other = at_school(session)
    assert client.get(f"/school/consents/{other.room.id}/notice").status_code == 404
