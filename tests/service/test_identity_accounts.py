"""Accounts, posts, lists and the installation's names, on a real database."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from app.identity import queries, service
from app.identity.errors import LoginTaken, PasswordRefused, TooYoung
from app.identity.models import Installation, OrganizationKind, Post, Role, User
from app.identity.policy import Reach
from app.identity.service import CitizenSignUp, NewCard, NewUser
from tests.factories.identity import (
    APRIL,
    NOW,
    PASSWORD,
    a_child,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)

TODAY = date(2026, 11, 22)
HARU = CitizenSignUp("髙橋", "ハル", "haru@example.jp", PASSWORD, 1954)
EVERYBODY = Reach(frozenset(), is_whole=True)


@pytest.mark.parametrize(
    ("family", "given"), [("髙橋", "𠮷子"), ("山﨑", "さくら"), ("\ufa19田", "葛\U000e0100")]
)
def test_rare_characters_survive_storage_and_search(
    session: Session, family: str, given: str
) -> None:
    user = a_user(session, family_name=family, given_name=given)
    session.expire_all()
    found = queries.person(session, user.id, on=TODAY)
    assert (found.family_name, found.given_name) == (family, given)
    page = queries.people_page(session, EVERYBODY, search=family, on=TODAY)
    assert [row.name for row in page.people] == [f"{family} {given}"]


def test_a_citizen_who_signs_up_is_a_learner_and_nothing_else(session: Session) -> None:
    user = service.sign_up_citizen(session, HARU, now=NOW, this_year=2026)
    found = queries.person(session, user.id, on=TODAY)
    assert (found.audience, found.posts, found.grade, found.is_demo) == (
        "citizen",
        (),
        None,
        False,
    )
    assert user.email == "haru@example.jp"
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_year_of_birth_is_judged_and_not_kept(session: Session) -> None:
    user = service.sign_up_citizen(session, HARU, now=NOW, this_year=2026)
    row = session.execute(sa.select(User.__table__).where(User.id == user.id)).one()
    assert "1954" not in str(row._asdict())
    with pytest.raises(TooYoung):
        service.sign_up_citizen(session, replace(HARU, birth_year=2010), now=NOW, this_year=2026)


def test_an_address_is_taken_whatever_its_case_and_width(session: Session) -> None:
    service.sign_up_citizen(session, HARU, now=NOW, this_year=2026)
    with pytest.raises(LoginTaken):
        service.sign_up_citizen(
            session, replace(HARU, login="ＨＡＲＵ@Example.jp "), now=NOW, this_year=2026
        )
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_refused_password_leaves_no_way_in(session: Session) -> None:
    with pytest.raises(PasswordRefused) as refused:
        service.sign_up_citizen(session, replace(HARU, password="haru"), now=NOW, this_year=2026)
    assert set(refused.value.faults) == {"too_short", "personal"}


def test_posts_hold_from_their_first_to_their_last_day(session: Session) -> None:
    clerk = a_user(session)
    post = a_post(session, clerk, an_organization(session), starts_on=date(2026, 4, 1))
    post.ends_on = date(2027, 3, 31)
    session.flush()
    seen = [
        bool(queries.person(session, clerk.id, on=day).posts)
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1))
    ]
    assert seen == [False, True, True, False]


def test_a_person_with_two_posts_has_one_primary(session: Session) -> None:
    tax, general = an_organization(session, "税務課"), an_organization(session, "総務課")
    clerk = a_clerk(session, department=tax)
    a_post(session, clerk, general, Role.HR)
    found = queries.person(session, clerk.id, on=TODAY)
    assert [(post.organization_name, post.is_primary) for post in found.posts] == [
        ("税務課", True),
        ("総務課", False),
    ]
    assert found.has_role(Role.HR)
    assert found.audience == "staff"


def test_the_database_refuses_a_second_open_primary_post(session: Session) -> None:
    clerk, office = a_clerk(session), an_organization(session)
    session.add(
        Post(
            user_id=clerk.id,
            organization_id=office.id,
            role=Role.HR,
            is_primary=True,
            starts_on=APRIL,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_staff_of_the_city_stand_in_its_order_and_once(session: Session) -> None:
    city = a_city(session)
    second = an_organization(session, "あとの課", parent=city, position=10)
    first = an_organization(session, "さきの課", parent=city, position=2)
    unit = an_organization(session, "さきの課の係", parent=first, position=1)
    school = a_school(session, parent=city)

    def at(place: object, kana: str, role: Role = Role.LEARNER) -> User:
        user = a_user(session, family_name=kana, given_name="", family_kana=kana, given_kana="")
        a_post(session, user, place, role)  # type: ignore[arg-type]
        return user

    at(second, "アイ")
    at(unit, "アオキ")
    at(first, "ワダ")
    at(first, "カトウ")
    at(school, "センセイ", Role.TEACHER)
    at(city, "ホゴシャ", Role.GUARDIAN)
    gone = at(first, "ヤメタ")
    service.disable_user(session, gone.id, now=NOW)
    both = at(second, "ケンム")
    a_post(session, both, first, Role.HR)
    names = [one.name for one in queries.staff_of_city(session, on=TODAY)]
    assert names == ["カトウ", "ワダ", "アオキ", "アイ", "ケンム"]


def test_the_tree_is_read_in_the_citys_order(session: Session) -> None:
    city = a_city(session)
    late = an_organization(session, "あ課", parent=city, position=10)
    early = an_organization(session, "ん課", parent=city, position=9)
    an_organization(session, "係", parent=early)
    told = [(node.name, node.depth) for node in queries.organization_tree(session)]
    assert told == [("犀川市", 0), ("ん課", 1), ("係", 2), ("あ課", 1)]
    assert an_organization(session, parent=city).position == late.position + 1


def test_the_administrators_list_is_in_order_and_fifty_a_page(session: Session) -> None:
    city = a_city(session)
    school = an_organization(
        session, "学校", kind=OrganizationKind.SCHOOL, parent=city, position=10
    )
    office = an_organization(session, "課", parent=city, position=9)
    for number in range(60, 0, -1):
        a_child(session, school=school, number=number)
    a_clerk(session, department=office)
    a_user(session, family_name="市民", family_kana="アシミン")
    first = queries.people_page(session, EVERYBODY, on=TODAY)
    second = queries.people_page(session, EVERYBODY, page=2, on=TODAY)
    assert (first.total, len(first.people), first.has_older) == (62, 50, True)
    assert (len(second.people), second.has_older) == (12, False)
    assert [row.place for row in first.people[:2]] == ["課", "学校"]
    assert [row.attendance_number for row in first.people[1:]] == list(range(1, 50))
    assert second.people[-1].name.startswith("市民")


def test_a_school_sees_its_own_people_only(session: Session) -> None:
    mine, other = a_school(session), a_school(session)
    administrator = an_administrator(session, of=mine)
    child, stranger = a_child(session, school=mine), a_child(session, school=other)
    a_user(session)
    reach = queries.administered_by(session, queries.person(session, administrator.id, on=TODAY))
    page = queries.people_page(session, reach, on=TODAY)
    assert {row.id for row in page.people} == {administrator.id, child.id}
    assert queries.visible_person(session, child.id, reach=reach, on=TODAY).id == child.id
    with pytest.raises(NoResultFound):
        queries.visible_person(session, stranger.id, reach=reach, on=TODAY)


def test_a_school_cannot_manage_whoever_also_works_elsewhere(session: Session) -> None:
    school = a_school(session)
    reach = Reach(frozenset({school.id}))
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    assert queries.managed_person(session, teacher.id, reach=reach, on=TODAY)
    a_post(session, teacher, a_city(session), Role.ADMINISTRATOR)
    with pytest.raises(NoResultFound):
        queries.managed_person(session, teacher.id, reach=reach, on=TODAY)


@pytest.mark.parametrize(
    "search", ["やまだ", "ヤマダ", "ﾔﾏﾀﾞ", "山田", "山田 花", "山田花", "はなこ", "Hana"]
)
def test_search_takes_names_readings_and_ids(session: Session, search: str) -> None:
    a_user(
        session,
        family_name="山田",
        given_name="花子",
        family_kana="やまだ",
        given_kana="はなこ",
        login_id="hana",
    )
    a_user(session, family_name="木村", family_kana="キムラ")
    page = queries.people_page(session, EVERYBODY, search=search, on=TODAY)
    assert [row.name for row in page.people] == ["山田 花子"]


def test_a_percent_sign_in_a_search_is_only_a_percent_sign(session: Session) -> None:
    a_user(session)
    assert queries.people_page(session, EVERYBODY, search="%", on=TODAY).total == 0


def test_display_settings_take_the_place_of_earlier_ones_and_touch_nothing_else(
    session: Session,
) -> None:
    child = a_child(session)
    child.settings = {"display": ["junk"], "card": {"title": "ゆい"}}
    service.change_display(session, child.id, {"ruby": "all"})
    service.change_display(session, child.id, {"size": "xl"})
    session.expire_all()
    assert queries.person(session, child.id, on=TODAY).display == {"size": "xl"}
    assert session.get_one(User, child.id).settings["card"] == {"title": "ゆい"}


def test_a_disabled_account_may_open_again(session: Session) -> None:
    user = a_user(session)
    service.disable_user(session, user.id, now=NOW)
    epoch = user.session_epoch
    service.disable_user(session, user.id, now=NOW + timedelta(days=1))
    assert (user.disabled_at, user.session_epoch) == (NOW, epoch)
    service.enable_user(session, user.id, now=NOW)
    assert user.disabled_at is None


def test_demo_cards_stand_in_the_order_given(session: Session) -> None:
    def card(place: int, group: str, title: str) -> NewUser:
        return NewUser("架空", title, card=NewCard(place, group, title, "説明", "bag", "kusa"))

    for new in (
        card(3, "市の職員", "さくら"),
        card(1, "学ぶ人", "ゆい"),
        card(2, "学ぶ人", "ハル"),
    ):
        service.create_user(session, new, now=NOW, is_demo=True)
    service.create_user(session, card(0, "学ぶ人", "本物"), now=NOW)
    groups = queries.demo_cards(session)
    assert {group: [one.title for one in cards] for group, cards in groups.items()} == {
        "学ぶ人": ["ゆい", "ハル"],
        "市の職員": ["さくら"],
    }


def test_the_installations_names_are_written_once(session: Session) -> None:
    with pytest.raises(NoResultFound):
        queries.installation(session)
    service.ensure_installation(session, "http://localhost:8000", NOW)
    service.ensure_installation(session, "https://learn.example.jp", NOW)
    kept = queries.installation(session)
    assert (kept.iri_base, kept.actor_home_page, kept.issuer_did) == (
        "http://localhost:8000/courses",
        "http://localhost:8000",
        "did:web:localhost%3A8000",
    )
    session.add(
        Installation(
            singleton=2, iri_base="x", actor_home_page="x", issuer_did="x", created_at=NOW
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_moved_site_is_told_what_a_new_name_would_break(session: Session) -> None:
    kept = service.ensure_installation(session, "http://localhost:8000", NOW)
    assert service.installation_difference(kept, "http://localhost:8000") == []
    told = service.installation_difference(kept, "https://learn.example.jp")
    assert len(told) == 3
    assert all("https://learn.example.jp" in one or "did:web:learn" in one for one in told)


def test_every_field_of_people_has_a_data_class() -> None:
    for mapper in User.registry.mappers:
        table = mapper.class_
        if table.__module__ in {"app.identity.models", "app.notify.models"}:
            told = " ".join((table.__doc__ or "").split())
            for column in table.__table__.columns:
                assert re.search(rf"\b{column.name} (I|II|III|IV)[,.]", told), f"{table}: {column}"
