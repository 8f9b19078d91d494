"""年度更新 on its page: looked at, changed, done when its day has come, and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.classes.models import EnrollmentRole
from app.classes.rules import school_year_of
from app.classes.service import create_class, enroll, ensure_school_year
from app.identity.models import Organization, User
from tests.client import PageClient
from tests.factories.big_school import a_big_school
from tests.factories.identity import a_child, a_school, a_user, an_administrator, sign_in

YEAR = school_year_of(clock.day_of(clock.now()))


def a_school_of(session: Session, year: int) -> tuple[Organization, list[User]]:
    """Make a primary school with two pupils in 3年2組 of a year."""
    school = a_school(session)
    school.school_levels = "P"
    room = create_class(
        session, school, "3年2組", year=ensure_school_year(session, year), grades=["P3"]
    )
    pupils = []
    for number, name in enumerate(("けんた", "みお"), start=1):
        child = a_child(session, school=school)
        child.given_name = name
        enroll(
            session,
            child,
            room.id,
            EnrollmentRole.STUDENT,
            starts_on=room.session.starts_on,
            attendance_number=number,
        )
        pupils.append(child)
    return school, pupils


def keeper(session: Session, school: Organization) -> User:
    return an_administrator(session, of=school)


def test_before_its_day_the_new_year_can_only_be_looked_at(
    client: PageClient, session: Session
) -> None:
    school, (one, _) = a_school_of(session, YEAR)
    sign_in(client, keeper(session, school))
    at = f"/classes/rollover?school={school.id}"
    page = client.see(at)
    assert "まだ何も変わっていません" in page.text
    assert "この内容で、まとめて更新する" not in page.text
    sent = {"year": str(YEAR + 1), "rooms": "4年1組\n4年2組", "way": "apply"}
    assert client.post(at, data=sent).status_code == 422
    session.expire_all()
    assert one.grade == 3


def test_the_table_is_changed_done_and_taken_back(client: PageClient, session: Session) -> None:
    school, (one, two) = a_school_of(session, YEAR - 1)
    sign_in(client, keeper(session, school))
    at = f"/classes/rollover?school={school.id}"
    client.see(at)
    sent = {
        "year": str(YEAR),
        "rooms": "4年1組\n4年2組\n3年2組",
        f"to-{one.id}": "up|4年1組",
        f"no-{one.id}": "7",
        f"to-{two.id}": "stay|3年2組",
        f"no-{two.id}": "2",
    }
    looked = client.post(at, data={**sent, "way": "look"})
    assert looked.status_code == 200
    chosen = [x.get("value") for x in client.page.all("option") if "selected" in x.attributes]
    assert {"up|4年1組", "stay|3年2組"} <= set(chosen)
    both = {**sent, f"to-{two.id}": "up|4年1組", f"no-{two.id}": "7", "way": "apply"}
    assert client.post(at, data=both).status_code == 422
    assert "同じ出席番号" in client.page.text
    assert client.post(at, data={**sent, "way": "apply"}).status_code == 303
    session.expire_all()
    assert [(child.grade, child.posts[0].title) for child in (one, two)] == [
        (4, "4年1組"),
        (3, "3年2組"),
    ]
    assert client.post(at, data={**sent, "way": "apply"}).status_code == 303  # nothing more
    client.see(at)
    undone = client.post(f"/classes/rollover/undo?school={school.id}")
    session.expire_all()
    started = ensure_school_year(session, YEAR).starts_on
    if clock.day_of(clock.now()) <= started + timedelta(days=60):
        assert one.grade == 3
    else:
        assert undone.status_code == 404
        assert one.grade == 4


@pytest.mark.parametrize("way", ["look", "apply"])
def test_a_school_of_others_is_not_rolled_over(
    client: PageClient, session: Session, way: str
) -> None:
    school, (one, _) = a_school_of(session, YEAR - 1)
    sign_in(client, keeper(session, a_school(session)))
    at = f"/classes/rollover?school={school.id}"
    assert client.get(at).status_code == 404
    assert client.post(at, data={"year": str(YEAR), "way": way}).status_code == 404
    assert client.post(f"/classes/rollover/undo?school={school.id}").status_code == 404
    sign_in(client, a_user(session))
    assert client.get(at).status_code == 404
    assert session.get_one(User, one.id).grade == 3


def test_a_large_schools_classes_are_closed_until_something_of_them_is_changed(
    client: PageClient, session: Session
) -> None:
    big = a_big_school(session, pupils=100, year=YEAR - 1)
    sign_in(client, keeper(session, big.school))
    at = f"/classes/rollover?school={big.school.id}"
    folds = client.see(at).all("details")
    mine = [one for one in folds if "rollroom" in one.get("class")]
    assert len(mine) == len(big.rooms)
    assert not [one for one in mine if "open" in one.attributes]
    child = next(one for one in big.pupils if one.grade == 3)
    sent = {
        "year": str(YEAR),
        "way": "look",
        f"to-{child.id}": "leave|",
    }
    assert client.post(at, data=sent).status_code == 200
    opened = [one for one in client.page.all("details") if "open" in one.attributes]
    (room,) = [one for one in opened if "rollroom" in one.get("class")]
    assert child.name in room.text
    assert "直した人1人" in room.text.replace(" ", "")
