"""Coming into class by a picture card: the door, the cards, the secret, and what opens nothing."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.classes.cards import rules, service
from app.classes.cards.models import ClassCard, ClassDoor
from app.classes.models import Class, EnrollmentRole
from app.identity.models import Role, User
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class, an_enrollment
from tests.factories.identity import a_child, a_post, a_school, a_user, an_administrator

MONDAY = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
"""Half past nine in the morning in Japan."""
KEY = "a secret for tests only, long enough"


@dataclass
class Clock:
    """The time, as a test says."""

    now: datetime = MONDAY


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Hold the clock on a Monday morning; a test moves it."""
    held = Clock()
    monkeypatch.setattr("app.clock.now", lambda: held.now)
    return held


@dataclass
class Room:
    """A class with its teacher and two children."""

    class_: Class
    teacher: User
    children: list[User]

    @property
    def door(self) -> str:
        return f"/classes/{self.class_.id}/door"

    @property
    def cards(self) -> str:
        return f"/classes/{self.class_.id}/cards"


@pytest.fixture
def room(session: Session, clock: Clock) -> Room:
    """Return a class of a school."""
    school = a_school(session)
    class_ = a_class(session, school)
    teacher = a_user(session, given_name="ともこ")
    a_post(session, teacher, school, Role.TEACHER)
    an_enrollment(session, class_, teacher, EnrollmentRole.TEACHER)
    children = []
    for number in (1, 2):
        child = a_child(session, school=school, number=number)
        an_enrollment(session, class_, child).attendance_number = number
        children.append(child)
    session.commit()
    return Room(class_, teacher, children)


@pytest.fixture
def tablet(client: PageClient) -> PageClient:
    """Return a tablet on which nobody is in."""
    made = client.application.test_client()
    assert isinstance(made, PageClient)
    return made


def opened(client: PageClient, room: Room) -> str:
    """Let the teacher open the door; return its code."""
    sign_in(client, room.teacher)
    assert client.post(room.door).status_code == 303
    found = re.search(r"\d{3} \d{3}", client.see(room.door).text)
    assert found is not None
    return found[0]


def secret_of(session: Session, child: User) -> set[str]:
    """Return a child's three pictures."""
    card = session.get_one(ClassCard, child.id, populate_existing=True)
    return set(service.pictures_of(card.pictures_sealed, secret_key=KEY))


def wrong_for(secret: set[str]) -> list[str]:
    """Return three pictures that are not all right."""
    return [*sorted(secret)[:2], next(one for one in rules.PICTURES if one not in secret)]


def who_is_in(client: PageClient) -> str | None:
    with client.session_transaction() as cookie:
        kept: str | None = cookie.get("_user_id")
    return None if kept is None else kept.split(":")[0]


def test_a_child_comes_in_by_three_pictures_while_the_door_is_open(
    client: PageClient, tablet: PageClient, session: Session, room: Room
) -> None:
    code = opened(client, room)
    yui = room.children[0]
    assert tablet.see("/class").audience == "child"
    assert tablet.post("/class", data={"code": code}).location == "/class/cards"
    page = tablet.see("/class/cards")
    assert "ゆい" in page.text
    assert "森" not in page.text
    own = f"/class/cards/{yui.id}"
    tablet.see(own)
    right = secret_of(session, yui)
    assert tablet.post(own, data={"picture": sorted(right)[:2]}).status_code == 422
    assert tablet.post(own, data={"picture": wrong_for(right)}).status_code == 422
    answer = tablet.post(own, data={"picture": sorted(right)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert who_is_in(tablet) == str(yui.id)
    page = client.see(room.door)
    assert "2人のうち、1人が入りました" in page.text
    acts = set(session.scalars(sa.select(AuditEntry.action)))
    assert acts == {"class_card.made", "class_door.opened"}


def test_the_session_ends_with_the_schools_day(
    client: PageClient, tablet: PageClient, session: Session, room: Room, clock: Clock
) -> None:
    tablet.post("/class", data={"code": opened(client, room)})
    yui = room.children[0]
    tablet.post(f"/class/cards/{yui.id}", data={"picture": sorted(secret_of(session, yui))})
    clock.now = datetime(2026, 11, 30, 7, 59, tzinfo=UTC)
    assert "ゆいさん" in tablet.see("/").text
    clock.now = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert "ゆいさん" not in tablet.see("/").text


def test_a_card_opens_nothing_at_midnight_nor_after_the_door_has_closed(
    client: PageClient, tablet: PageClient, session: Session, room: Room, clock: Clock
) -> None:
    code = opened(client, room)
    tablet.post("/class", data={"code": code})
    yui = room.children[0]
    own, right = f"/class/cards/{yui.id}", {"picture": sorted(secret_of(session, yui))}

    def is_shut() -> None:
        assert tablet.get("/class/cards").status_code == 403
        assert tablet.post(own, data=right).status_code == 403
        assert tablet.post("/class", data={"code": code}).status_code == 422
        assert who_is_in(tablet) is None

    assert client.post(f"{room.door}/close").status_code == 303
    is_shut()
    tablet.post("/class", data={"code": opened(client, room)})
    clock.now = MONDAY + timedelta(minutes=61)
    is_shut()
    clock.now = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # midnight
    sign_in(client, room.teacher)
    assert client.post(room.door).status_code == 422
    assert "授業の時間ではありません" in client.page.text
    is_shut()
    assert client.post(room.door, data={"outside": "1"}).status_code == 303
    entry = session.scalars(
        sa.select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
    ).one()
    assert entry.details["outside_hours"] is True


def test_five_wrong_tries_stop_one_child_until_the_teacher_opens_the_card_again(
    client: PageClient, tablet: PageClient, session: Session, room: Room
) -> None:
    tablet.post("/class", data={"code": opened(client, room)})
    yui, friend = room.children
    own, right = f"/class/cards/{yui.id}", secret_of(session, yui)
    for _ in range(5):
        assert tablet.post(own, data={"picture": wrong_for(right)}).status_code == 422
    assert "先生をよんでください" in tablet.page.text
    assert tablet.post(own, data={"picture": sorted(right)}).status_code == 422
    assert who_is_in(tablet) is None
    other = {"picture": sorted(secret_of(session, friend))}
    assert tablet.post(f"/class/cards/{friend.id}", data=other).status_code == 303
    assert "止まっています" in client.see(room.door).text
    assert client.post(f"{room.door}/{yui.id}/again").status_code == 303
    tablet.post("/sign-out")
    tablet.post("/class", data={"code": client.see(room.door).text.split("番号")[1][:8]})
    assert tablet.post(own, data={"picture": sorted(right)}).status_code == 303


def test_sixty_wrong_tries_of_all_close_the_door(
    client: PageClient, tablet: PageClient, session: Session, room: Room
) -> None:
    tablet.post("/class", data={"code": opened(client, room)})
    yui = room.children[0]
    session.execute(sa.update(ClassDoor).values(wrong_tries=59))
    picked = {"picture": wrong_for(secret_of(session, yui))}
    tablet.post(f"/class/cards/{yui.id}", data=picked)
    assert tablet.get("/class/cards").status_code == 403
    assert "class_door.tried_out" in set(session.scalars(sa.select(AuditEntry.action)))


def test_codes_are_counted_elsewhere_and_not_where_the_door_was_opened(
    client: PageClient, tablet: PageClient, room: Room
) -> None:
    code = opened(client, room)
    far = {"REMOTE_ADDR": "203.0.113.9"}
    wrong = "000000" if code != "000 000" else "111111"
    assert tablet.post("/class", data={"code": code}, environ_base=far).status_code == 303
    for _ in range(20):
        answer = tablet.post("/class", data={"code": wrong}, environ_base=far)
        assert answer.status_code == 422
    assert tablet.post("/class", data={"code": code}, environ_base=far).status_code == 429
    assert tablet.post("/class", data={"code": code}).status_code == 303
    for _ in range(25):
        tablet.post("/class", data={"code": wrong})
    assert tablet.post("/class", data={"code": code}).status_code == 303


def test_a_qr_card_opens_once_held_up_and_a_new_print_voids_it(
    client: PageClient,
    tablet: PageClient,
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def kept(url: str) -> str:
        seen.append(url)
        return "▦"

    monkeypatch.setattr("app.classes.cards.views.printing.qr_of", kept)
    yui = room.children[0]
    sign_in(client, room.teacher)
    client.see(room.cards)
    for _ in range(2):
        asked = {"what": f"qr:{yui.id}"}
        assert client.post(f"{room.cards}/print", data=asked).status_code == 200
    old, new = (url.removeprefix("http://localhost") for url in seen)
    assert tablet.get(new).status_code == 403  # no door is open
    opened(client, room)
    assert tablet.get(old).status_code == 403
    assert tablet.see(new).heading == "ゆいさんですか"
    assert who_is_in(tablet) is None
    assert tablet.post(new).status_code == 303
    assert who_is_in(tablet) == str(yui.id)
    with tablet.session_transaction() as cookie:
        assert cookie["until"] == int(datetime(2026, 11, 30, 8, 0, tzinfo=UTC).timestamp())


def test_cards_are_printed_again_as_they_were_until_the_pictures_change(
    client: PageClient, session: Session, room: Room
) -> None:
    sign_in(client, room.teacher)
    client.post(f"{room.cards}/print", data={"what": "pictures:all"})
    assert "1番" in client.page.text
    assert "2番" in client.page.text
    yui = room.children[0]
    before = secret_of(session, yui)
    client.post(f"{room.cards}/print", data={"what": f"pictures:{yui.id}"})
    assert "2番" not in client.page.text
    assert secret_of(session, yui) == before
    while secret_of(session, yui) == before:  # once in 220 the same are drawn
        assert client.post(f"{room.cards}/{yui.id}/pictures").status_code == 303
    printed = sa.select(AuditEntry.subject_id).where(AuditEntry.action == "class_card.printed")
    assert list(session.scalars(printed)).count(yui.id) == 2


def test_no_picture_opens_anybody_elses_desk_and_no_stranger_a_class(
    client: PageClient, tablet: PageClient, session: Session, room: Room
) -> None:
    mighty = room.children[1]
    a_post(session, mighty, a_school(session), Role.TEACHER)
    code = opened(client, room)
    tablet.post("/class", data={"code": code})
    assert str(mighty.id) not in tablet.see("/class/cards").html
    assert tablet.get(f"/class/cards/{mighty.id}").status_code == 403
    assert session.get(ClassCard, mighty.id) is None
    outsider = a_child(session)
    session.commit()
    right = {"picture": list(rules.PICTURES[:3])}
    assert tablet.post(f"/class/cards/{outsider.id}", data=right).status_code == 403
    for who in (
        a_child(session),
        a_user(session),
        an_administrator(session, of=a_school(session)),
    ):
        sign_in(client, who)
        assert client.get(room.door).status_code == 404
        assert client.get(room.cards).status_code == 404
        for path in (room.door, f"{room.door}/close", f"{room.cards}/{outsider.id}/pictures"):
            assert client.post(path).status_code == 404
        for asked in ({"what": "pictures:all"}, {}):
            assert client.post(f"{room.cards}/print", data=asked).status_code == 404
