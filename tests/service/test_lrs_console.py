"""The console's search: whose statements one sees, what the filters find, and full pages."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.classes.models import Enrollment
from app.clock import JST
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.queries import administered_by, person
from app.lrs import service
from app.lrs.policy import sight_of
from app.lrs.queries import choices, told
from app.lrs.queries.console import (
    PAGE_SIZE,
    RowsPage,
    Turn,
    Wanted,
    edges,
    midnight,
    rows_page,
)
from app.lrs.queries.days import days_shown, per_day
from app.lrs.queries.sight import Actors, Reader
from app.lrs.rules import key_of
from app.xapi.compare import identifier
from app.xapi.statement import Json
from tests.factories.classes import a_class_of
from tests.factories.identity import (
    TODAY,
    a_child,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.lrs import HOME, a_statement, a_voiding, an_activity, an_actor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=JST).astimezone(UTC)
ANSWERED = key_of("http://adlnet.gov/expapi/verbs/answered")
STRANGER = {"mbox": "mailto:ana@example.jp", "name": "Ana"}


def a_teacher(session: Session, school: Organization, *pupils: User) -> User:
    teacher = a_user(session, given_name="まどか")
    a_post(session, teacher, school, Role.TEACHER)
    a_class_of(session, teacher, *pupils)
    return teacher


def reader_of(session: Session, user: User) -> Reader:
    session.flush()
    who = person(session, user.id, on=TODAY)
    reach = administered_by(session, who)
    sight = sight_of(who, administered=reach.organization_ids, is_whole=reach.is_whole)
    return Reader(sight, TODAY)


def did(session: Session, *who: User, at: datetime = NOON, **changes: Any) -> uuid.UUID:  # noqa: ANN401
    actors = [an_actor(user.actor_name) for user in who]
    actor = actors[0] if len(actors) == 1 else {"objectType": "Group", "member": actors}
    return told_so(session, actor, at=at, **changes)


def told_so(session: Session, actor: Json, *, at: datetime = NOON, **changes: Any) -> uuid.UUID:  # noqa: ANN401
    authority = an_actor("tool")
    statement = a_statement(**{"actor": actor, **changes})
    return service.record(session, statement, now=at.astimezone(UTC), authority=authority)


def look(session: Session, wanted: Wanted, turn: Turn | None = None) -> RowsPage:
    return rows_page(session, wanted, turn or Turn(), edges(session, wanted.days))


def found(session: Session, wanted: Wanted) -> set[uuid.UUID]:
    return {row.id for row in look(session, wanted).rows}


# --- whose ------------------------------------------------------------------------------------


def test_a_teacher_reads_the_pupils_of_their_classes_and_nobody_else(session: Session) -> None:
    mine, other = a_school(session), a_school(session)
    child, stranger = a_child(session, school=mine), a_child(session, school=other)
    next_door = a_child(session, school=mine)
    teacher, colleague = a_teacher(session, mine, child), a_teacher(session, mine, next_door)
    a_post(session, colleague, mine, Role.LEARNER)
    theirs = did(session, child)
    for one in (stranger, next_door, teacher, colleague, a_user(session)):
        did(session, one)
    told_so(session, STRANGER)
    assert found(session, Wanted(reader_of(session, teacher))) == {theirs}


def test_a_pupil_who_left_the_class_is_not_read_any_more(session: Session) -> None:
    school = a_school(session)
    child = a_child(session, school=school)
    teacher = a_teacher(session, school, child)
    theirs = did(session, child)
    assert found(session, Wanted(reader_of(session, teacher))) == {theirs}
    place = session.scalars(sa.select(Enrollment).filter_by(user_id=child.id)).one()
    place.ends_on = TODAY - timedelta(days=1)
    assert found(session, Wanted(reader_of(session, teacher))) == set()


def test_teaching_in_a_department_shows_no_colleagues(session: Session) -> None:
    department = an_organization(session)
    clerk = a_clerk(session, department=department)
    teacher = a_teacher(session, department, clerk)
    did(session, clerk)
    reader = reader_of(session, teacher)
    assert reader.sight.is_empty
    assert found(session, Wanted(reader)) == set()


def test_an_administrator_reads_everybody_below_their_organization(session: Session) -> None:
    board = an_organization(session, kind=OrganizationKind.BOARD)
    school = a_school(session, parent=board)
    reader = reader_of(session, an_administrator(session, of=board))
    seen = {
        did(session, a_child(session, school=school)),
        did(session, a_teacher(session, school)),
    }
    did(session, a_child(session))
    told_so(session, STRANGER)
    assert found(session, Wanted(reader)) == seen


def test_the_citys_administrator_reads_strangers_too(session: Session) -> None:
    reader = reader_of(session, an_administrator(session))
    everything = {
        did(session, a_child(session)),
        did(session, a_user(session)),
        told_so(session, STRANGER),
    }
    assert found(session, Wanted(reader)) == everything
    key = key_of(str(identifier(STRANGER)))
    assert len(found(session, Wanted(reader, Actors(stranger=key)))) == 1
    assert len(found(session, Wanted(reader, Actors(name="ANA@example")))) == 1


def test_only_the_whole_sight_can_ask_for_a_stranger(session: Session) -> None:
    school = a_school(session)
    teacher = a_teacher(session, school)
    child = a_child(session, school=a_school(session))
    did(session, child)
    reader = reader_of(session, teacher)
    key = key_of(str(identifier(an_actor(child.actor_name))))
    assert found(session, Wanted(reader, Actors(stranger=key))) == set()
    assert found(session, Wanted(reader, Actors(person=child.id))) == set()


def test_what_a_group_did_is_read_once_by_whoever_sees_a_member(session: Session) -> None:
    school = a_school(session)
    one, two = a_child(session, school=school), a_child(session, school=school)
    outsider = a_child(session)
    did(session, one, two, outsider)
    reader = reader_of(session, a_teacher(session, school, one, two))
    page = look(session, Wanted(reader))
    assert len(page.rows) == 1
    days = days_shown(Wanted(reader), today=TODAY)
    counted = per_day(session, Wanted(reader), days, edges(session, days))
    assert sum(day.statements for day in counted) == 1
    (row,) = told.tell_all(session, reader, page.rows)
    assert row.sentence.parts[0].text.endswith("、ほか1人")
    assert not row.is_open


# --- what -------------------------------------------------------------------------------------


@pytest.fixture
def whole(session: Session) -> Wanted:
    return Wanted(reader_of(session, an_administrator(session)))


def test_people_are_found_by_name_reading_and_login(session: Session, whole: Wanted) -> None:
    sakura = a_user(session, family_name="森", given_name="さくら", login_id="sakura")
    taro = a_user(
        session, family_name="山", given_name="太郎", family_kana="ヤマ", given_kana="タロウ"
    )
    hers, his = did(session, sakura), did(session, taro)
    for name, expected in (("森 さ", hers), ("もり", hers), ("saku", hers), ("たろう", his)):
        assert found(session, replace(whole, actors=Actors(name=name))) == {expected}, name
    assert found(session, replace(whole, actors=Actors(person=taro.id))) == {his}
    assert found(session, replace(whole, actors=Actors(name="だれでもない"))) == set()


def test_verbs_activities_and_days_narrow_together(session: Session, whole: Wanted) -> None:
    child = a_child(session)
    course = {"id": f"{HOME}/id/course"}
    verb = {"id": "http://adlnet.gov/expapi/verbs/initialized"}
    begun = did(session, child, verb=verb, object=course)
    inside = {"contextActivities": {"grouping": [course]}}
    hit = did(session, child, context=inside, at=NOON + timedelta(days=1))
    did(session, child, object=an_activity("other"), at=NOON + timedelta(days=1))
    around = replace(whole, activities=(key_of(course["id"]),))
    assert found(session, around) == {begun, hit}
    assert found(session, replace(around, verb=ANSWERED)) == {hit}
    tomorrow = TODAY + timedelta(days=1)
    assert found(session, replace(around, since=tomorrow)) == {hit}
    assert found(session, replace(around, until=TODAY)) == {begun}
    assert found(session, replace(around, since=tomorrow, until=TODAY)) == set()
    assert found(session, replace(whole, activities=())) == set()
    mine = replace(whole, actors=Actors(person=child.id), verb=ANSWERED, since=tomorrow)
    assert len(found(session, mine)) == 2


def test_days_begin_and_end_at_midnight_in_japan(session: Session, whole: Wanted) -> None:
    start = midnight(TODAY)
    did(session, a_child(session), at=start - timedelta(milliseconds=1))
    first = did(session, a_child(session), at=start)
    last = did(session, a_child(session), at=start + timedelta(hours=23, minutes=59))
    did(session, a_child(session), at=start + timedelta(days=1))
    assert found(session, replace(whole, since=TODAY, until=TODAY)) == {first, last}


def test_what_was_taken_back_is_shown_as_such_with_what_took_it_back(
    session: Session, whole: Wanted
) -> None:
    child = a_child(session)
    wrong = did(session, child)
    voiding = service.record(
        session,
        a_voiding(wrong, actor=an_actor(child.actor_name)),
        now=NOON,
        authority=an_actor("tool"),
    )
    by_id = {row.id: row for row in look(session, whole).rows}
    assert by_id[wrong].voided
    rows = told.tell_all(session, whole.reader, [by_id[wrong], by_id[voiding]])
    assert (
        "「森 ゆいさんが、レッスン「はじめての講座」に答えました」という記録を"
        in rows[1].sentence.text
    )
    chain = told.chain_of(session, whole.reader, rows[0])
    assert [it.row.id for it in chain.taken_back_by] == [voiding]
    back = told.chain_of(session, whole.reader, rows[1])
    assert back.target is not None
    assert (back.target.row.id, back.points_at) == (wrong, wrong)


def test_what_lies_beyond_ones_sight_is_not_retold(session: Session) -> None:
    school = a_school(session)
    child, outsider = a_child(session, school=school), a_child(session)
    secret = did(session, outsider)
    praised = {"id": f"{HOME}/verbs/praised"}
    target = {"objectType": "StatementRef", "id": str(secret)}
    mine = did(session, child, verb=praised, object=target)
    reader = reader_of(session, a_teacher(session, school, child))
    assert told.seen_statement(session, reader, secret) is None
    row = told.seen_statement(session, reader, mine)
    assert row is not None
    (one,) = told.tell_all(session, reader, [row])
    assert "、ほかの記録に対して" in one.sentence.text
    assert told.chain_of(session, reader, one).target is None


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("oldest_first", [False, True])
def test_pages_lead_on_and_back_and_are_full(
    session: Session,
    whole: Wanted,
    oldest_first: bool,  # noqa: FBT001  a pytest parameter
) -> None:
    child = a_child(session)
    all_ids = [did(session, child) for _ in range(2 * PAGE_SIZE + 10)]
    for _ in range(5):
        told_so(session, STRANGER)
    wanted = replace(whole, actors=Actors(person=child.id))
    order = all_ids if oldest_first else all_ids[::-1]
    seen: list[uuid.UUID] = []
    turn = Turn(oldest_first=oldest_first)
    while True:
        page = look(session, wanted, turn)
        seen += [row.id for row in page.rows]
        if not (page.has_newer if oldest_first else page.has_older):
            break
        assert len(page.rows) == PAGE_SIZE
        edge = page.rows[-1].seq
        key = "after" if oldest_first else "before"
        turn = Turn(oldest_first=oldest_first, **{key: edge})
    assert seen == order
    key = "before" if oldest_first else "after"
    back = look(session, wanted, Turn(oldest_first=oldest_first, **{key: page.rows[0].seq}))
    assert [row.id for row in back.rows] == order[PAGE_SIZE : 2 * PAGE_SIZE]
    assert back.has_newer
    assert back.has_older
    first = look(session, wanted, Turn(oldest_first=oldest_first))
    start = look(session, wanted, Turn(oldest_first=oldest_first, **{key: first.rows[20].seq}))
    assert [row.id for row in start.rows] == order[:PAGE_SIZE], "the first page is a full one"
    assert not (start.has_older if oldest_first else start.has_newer)


def test_a_rare_filter_finds_what_lies_far_behind(
    session: Session, whole: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.lrs.queries.console._NEAR", 3)
    school = a_school(session)
    child, outsider = a_child(session, school=school), a_child(session)
    theirs = [did(session, child) for _ in range(3)]
    for _ in range(9):
        did(session, outsider)
    theirs.append(did(session, child))
    wanted = Wanted(reader_of(session, a_teacher(session, school, child)))
    assert [row.id for row in look(session, wanted).rows] == theirs[::-1]
    upward = look(session, wanted, Turn(oldest_first=True))
    assert [row.id for row in upward.rows] == theirs


# --- days and choices -------------------------------------------------------------------------


def test_the_picture_counts_the_last_thirty_days_of_what_fits(
    session: Session, whole: Wanted
) -> None:
    child = a_child(session)
    for back in (30, 29, 1, 0, 0):
        did(session, child, at=NOON - timedelta(days=back))
    told_so(session, STRANGER)
    for wanted, expected in (
        (whole, {0: 3, 1: 1, 29: 1}),
        (replace(whole, actors=Actors(person=child.id)), {0: 2, 1: 1, 29: 1}),
        (replace(whole, verb=ANSWERED), {0: 3, 1: 1, 29: 1}),
        (replace(whole, until=TODAY - timedelta(days=1)), {1: 1, 29: 1, 30: 1}),
        (replace(whole, since=TODAY), {0: 3}),
        (replace(whole, since=TODAY + timedelta(days=1)), {}),
    ):
        days = days_shown(wanted, today=TODAY)
        counted = per_day(session, wanted, days, edges(session, days))
        told_by_age = {(TODAY - it.day).days: it.statements for it in counted if it.statements}
        assert told_by_age == expected
        assert len(counted) == max(0, len(days) - 1)


def test_an_empty_store_has_empty_days(session: Session, whole: Wanted) -> None:
    days = days_shown(whole, today=TODAY)
    counted = per_day(session, whole, days, edges(session, days))
    assert [it.statements for it in counted] == [0] * 30
    assert days_shown(whole, today=date(2026, 3, 1))[0] == date(2026, 1, 31)
    assert look(session, whole) == RowsPage((), has_older=False, has_newer=False)


def test_choices_offer_what_occurs_by_its_japanese_words(session: Session, whole: Wanted) -> None:
    child = a_child(session, school=a_school(session), number=7)
    did(session, child)
    did(session, child, verb={"id": f"{HOME}/verbs/praised", "display": {"ja": "ほめた"}})
    assert [one.word for one in choices.verb_choices(session, whole.reader)] == [
        "ほめた",
        "答えました",
    ]
    (one,) = choices.people_choices(session, whole.reader, "もり ゆ")
    assert (one.name, one.grade, one.number) == ("森 ゆい", 3, 7)
    teacher = reader_of(session, a_teacher(session, a_school(session)))
    assert choices.people_choices(session, teacher, "もり") == ()
    assert choices.person_choice(session, teacher, child.id) is None


def test_a_teacher_is_offered_what_own_pupils_did_and_nothing_else(
    session: Session, whole: Wanted
) -> None:
    school = a_school(session)
    own, other = a_child(session, school=school), a_child(session, school=school)
    teacher = a_teacher(session, school, own)
    for child, key in ((own, "own"), (other, "other")):
        made = {"id": f"{HOME}/id/{key}", "definition": {"name": {"ja": f"作品{key}"}}}
        verb = {"id": f"{HOME}/verbs/{key}", "display": {"ja": key}}
        did(session, child, verb=verb, object=made)
    reader = reader_of(session, teacher)
    found = choices.activity_choices(session, "作品")
    other_iri = f"{HOME}/id/other"
    assert [one.word for one in choices.verb_choices(session, reader)] == ["own"]
    assert [one.title for one in choices.seen_activities(session, reader, found)] == ["作品own"]
    assert "作品" not in choices.activity_choice(session, reader, other_iri).title
    assert len(choices.verb_choices(session, whole.reader)) == 2
    assert choices.seen_activities(session, whole.reader, found) == found
    assert choices.activity_choice(session, whole.reader, other_iri).title == "作品other"


def test_activities_are_found_by_name_in_any_language_or_iri(session: Session) -> None:
    child = a_child(session)
    names: tuple[Json, ...] = ({"ja": "問い「あ」\\"}, {"en": "Mail 100%"}, {"ja": "問い「あ」\\"})
    for key, name in zip("abc", names, strict=True):
        more = {"name": name, "description": {"ja": "せつめい"}}
        did(session, child, object={"id": f"{HOME}/id/{key}", "definition": more})
    for text, expected in (
        ("「あ」\\", {"a", "c"}),
        ("mail", {"b"}),
        ("100%", {"b"}),
        ("/ID/A", {"a"}),
        ("せつめい", set()),
        (" ", set()),
    ):
        found_ = choices.activity_choices(session, text)
        assert {one.iri[-1] for one in found_} == expected, text
    assert [one.hint for one in choices.activity_choices(session, "「あ」")] == [" id/a", " id/c"]
