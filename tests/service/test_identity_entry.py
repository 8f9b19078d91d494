"""Passwords, limits and one-time links, on a real database and a clock we hold."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.identity import queries, rules, service
from app.identity.errors import (
    LinkUnusable,
    LoginTaken,
    PasswordRefused,
    TooManyAttempts,
    WrongPassword,
)
from app.identity.models import LinkPurpose, OneTimeLink, Role, SignInAttempt, User
from app.identity.service import NewUser, passwords
from tests.factories.identity import NOW, PASSWORD, TODAY, a_child, a_school, a_user

SCHOOL_ADDRESS = "203.0.113.7"
HOME_ADDRESS = "198.51.100.4"
SECOND = timedelta(seconds=1)


@pytest.fixture
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work, where a test signs in hundreds of people."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_DECOY", cheap.hash("nobody"))


def sign_in(
    session: Session,
    login: str,
    password: str = PASSWORD,
    *,
    address: str = SCHOOL_ADDRESS,
    seconds: float = 0,
) -> bool:
    """Do what the view does; say whether it let the person in."""
    now = NOW + seconds * SECOND
    attempt = service.begin_sign_in(session, login, address=address, now=now)
    if not service.password_matches(attempt, password):
        return False
    service.finish_sign_in(session, attempt, password, now=now)
    return True


def test_id_and_address_both_open_the_same_account(session: Session) -> None:
    a_user(session, login_id="haru", email="haru@example.jp", password=PASSWORD)
    assert sign_in(session, "haru")
    assert sign_in(session, " ＨＡＲＵ@example.jp")
    assert not sign_in(session, "haru", "another password")


def test_a_password_typed_in_full_width_is_the_same_password(session: Session) -> None:
    a_user(session, login_id="haru", password="kawa-no-ishi-7")
    assert sign_in(session, "haru", "ｋａｗａ－ｎｏ－ｉｓｈｉ－７")


def test_signing_in_keeps_the_day_and_not_the_hour(session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    sign_in(session, "haru")
    assert str(user.last_signed_in_on) == "2026-11-22"


def test_a_disabled_account_and_one_without_password_stay_closed(session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    service.disable_user(session, user.id, now=NOW)
    a_user(session, login_id="natsu")
    assert not sign_in(session, "haru")
    assert not sign_in(session, "natsu", "")


def test_an_account_disabled_in_the_middle_stays_closed(session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    attempt = service.begin_sign_in(session, "haru", address=None, now=NOW)
    service.disable_user(session, user.id, now=NOW)
    with pytest.raises(WrongPassword):
        service.finish_sign_in(session, attempt, PASSWORD, now=NOW)


@pytest.mark.usefixtures("cheap_hash")
def test_the_eleventh_try_waits_a_quarter_of_an_hour(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    for second in range(10):
        assert not sign_in(session, "haru", "wrong", seconds=second)
    with pytest.raises(TooManyAttempts) as told:
        sign_in(session, "haru", seconds=11)
    assert told.value.retry_at == NOW + rules.WINDOW
    assert sign_in(session, "haru", seconds=15 * 60)


@pytest.mark.usefixtures("cheap_hash")
def test_a_lock_holds_at_that_address_only(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    for _ in range(10):
        sign_in(session, "haru", "wrong", address=HOME_ADDRESS)
    assert sign_in(session, "haru", address=SCHOOL_ADDRESS)


@pytest.mark.usefixtures("cheap_hash")
def test_a_lock_is_of_that_account_only(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    a_user(session, login_id="natsu", password=PASSWORD)
    for _ in range(10):
        sign_in(session, "haru", "wrong")
    assert sign_in(session, "natsu")


@pytest.mark.usefixtures("cheap_hash")
def test_a_success_forgets_the_failures(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    for _ in range(3):
        for _ in range(9):
            sign_in(session, "haru", "wrong")
        assert sign_in(session, "haru")


@pytest.mark.usefixtures("cheap_hash")
def test_six_hundred_pupils_at_one_address_get_in_after_a_mistake(
    session: Session, engine: str
) -> None:
    if engine != "sqlite":
        pytest.skip("the rules are the same on either engine")
    shared = passwords.hash_password(PASSWORD)
    session.add_all(
        User(login_id=f"pupil{n}", family_name=f"児童{n}", password_hash=shared, created_at=NOW)
        for n in range(600)
    )
    session.flush()
    mistyped: dict[float, int] = {}
    for number in range(
        600
    ):  # in five minutes; every fifth mistypes, and tries again a minute later
        second = number / 2
        if (again := mistyped.pop(second, None)) is not None:
            assert sign_in(session, f"pupil{again}", seconds=second)
        if number % 5 == 0:
            assert not sign_in(session, f"pupil{number}", "mistyped", seconds=second)
            mistyped[second + 60] = number
        else:
            assert sign_in(session, f"pupil{number}", seconds=second)
    for second, number in mistyped.items():
        assert sign_in(session, f"pupil{number}", seconds=second)


@pytest.mark.usefixtures("cheap_hash")
def test_a_spray_is_stopped_and_locks_nobody_out_who_is_known_there(session: Session) -> None:
    a_user(session, login_id="regular", password=PASSWORD)
    assert sign_in(session, "regular")
    a_user(session, login_id="newcomer", password=PASSWORD)
    for number in range(rules.SPRAYED_ACCOUNTS):
        assert not sign_in(session, f"guessed{number}", "summer2026", seconds=number)
    with pytest.raises(TooManyAttempts):
        sign_in(session, "guessed", "summer2026", seconds=150)
    with pytest.raises(TooManyAttempts):
        sign_in(session, "newcomer", seconds=200)
    assert sign_in(session, "regular", seconds=200)
    assert sign_in(session, "newcomer", address=HOME_ADDRESS, seconds=200)


@pytest.mark.usefixtures("cheap_hash")
def test_guesses_from_everywhere_do_not_lock_the_owner_out(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)
    assert sign_in(session, "haru", address=HOME_ADDRESS)
    for number in range(rules.TRIES_ANYWHERE):
        assert not sign_in(session, "haru", "guess", address=f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts):
        sign_in(session, "haru", "guess", address="192.0.2.200")
    assert sign_in(session, "haru", address=HOME_ADDRESS)


def test_the_limits_table_keeps_no_typed_login_and_forgets(session: Session) -> None:
    sign_in(session, "my-secret-password", "x")
    rows = session.scalars(sa.select(SignInAttempt)).all()
    assert "my-secret-password" not in str([vars(row) for row in rows])
    sign_in(session, "haru", "x", seconds=31 * 24 * 3600)
    assert session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) == 1


def test_unknown_accounts_cost_the_same_work(session: Session) -> None:
    a_user(session, login_id="haru", password=PASSWORD)

    def seconds(login: str) -> float:
        attempt = service.begin_sign_in(session, login, address=None, now=NOW)
        started = time.perf_counter()
        assert not service.password_matches(attempt, "wrong")
        return time.perf_counter() - started

    known = min(seconds("haru") for _ in range(3))
    unknown = min(seconds(f"nobody{n}") for n in range(3))
    assert unknown > known / 3  # without the decoy it would be a thousandth


def test_the_decoy_has_the_present_parameters() -> None:
    assert not passwords.is_outdated(passwords._DECOY)  # noqa: SLF001  the two must not part
    assert not passwords.matches(None, "")


def test_a_hash_with_older_parameters_is_renewed_at_sign_in(session: Session) -> None:
    user = a_user(session, login_id="haru")
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    session.flush()
    assert sign_in(session, "haru")
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(session, "haru")


def test_a_broken_hash_lets_nobody_in(session: Session) -> None:
    user = a_user(session, login_id="haru")
    user.password_hash = "not a hash"
    session.flush()
    assert not sign_in(session, "haru")


def test_a_new_password_ends_every_other_session(session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    attempt = service.begin_check(session, user.id, address=None, now=NOW)
    assert service.password_matches(attempt, PASSWORD)
    with pytest.raises(PasswordRefused):
        service.change_password(session, attempt, "short", now=NOW)
    entrance = service.change_password(session, attempt, "natsu no umi no iro", now=NOW)
    assert entrance.session_epoch == user.session_epoch == 1
    assert sign_in(session, "haru", "natsu no umi no iro")


def test_sign_ups_from_one_address_are_counted(session: Session) -> None:
    for _ in range(3):
        service.take_turn(session, "sign-up", address=HOME_ADDRESS, limit=3, now=NOW)
    with pytest.raises(TooManyAttempts):
        service.take_turn(session, "sign-up", address=HOME_ADDRESS, limit=3, now=NOW)
    service.take_turn(session, "sign-up", address=SCHOOL_ADDRESS, limit=3, now=NOW)
    service.take_turn(session, "sign-up", address=HOME_ADDRESS, limit=3, now=NOW + rules.WINDOW)


# --- one-time links ----------------------------------------------------------------------------


def test_a_reset_link_works_once(session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    link = service.issue_reset_link(session, user.id, now=NOW)
    service.use_link(session, link.token, "natsu no umi no iro", now=NOW)
    assert sign_in(session, "haru", "natsu no umi no iro")
    assert user.session_epoch == 1
    with pytest.raises(LinkUnusable):
        service.use_link(session, link.token, "fuyu no yama no ie", now=NOW)


def test_an_expired_link_is_worth_nothing(session: Session) -> None:
    link = service.issue_reset_link(session, a_user(session).id, now=NOW)
    later = NOW + timedelta(days=1)
    assert queries.usable_link(session, service.digest_of(link.token), now=later) is None
    with pytest.raises(LinkUnusable):
        service.use_link(session, link.token, PASSWORD, now=later)


def test_a_newer_link_voids_the_older(session: Session) -> None:
    user = a_user(session)
    old = service.issue_reset_link(session, user.id, now=NOW)
    new = service.issue_reset_link(session, user.id, now=NOW)
    with pytest.raises(LinkUnusable):
        service.use_link(session, old.token, PASSWORD, now=NOW)
    service.use_link(session, new.token, PASSWORD, now=NOW)


def test_a_link_of_a_disabled_account_is_worth_nothing(session: Session) -> None:
    user = a_user(session)
    link = service.issue_reset_link(session, user.id, now=NOW)
    service.disable_user(session, user.id, now=NOW)
    assert queries.usable_link(session, service.digest_of(link.token), now=NOW) is None
    with pytest.raises(LinkUnusable):
        service.use_link(session, link.token, PASSWORD, now=NOW)


def test_a_refused_password_does_not_spend_the_link(session: Session) -> None:
    link = service.issue_reset_link(session, a_child(session).id, now=NOW)
    with pytest.raises(PasswordRefused):
        service.use_link(session, link.token, "abc", now=NOW)
    service.use_link(session, link.token, "kawa-ishi", now=NOW)


def test_the_table_never_holds_the_token(session: Session) -> None:
    link = service.issue_reset_link(session, a_user(session).id, now=NOW)
    row = session.execute(sa.select(OneTimeLink.__table__)).one()
    assert link.token not in str(row._asdict())


def test_an_invited_teacher_chooses_a_login(session: Session) -> None:
    a_user(session, login_id="taken")
    school = a_school(session)
    link = service.invite(session, NewUser("髙木", "智子"), school, Role.TEACHER, now=NOW)
    shown = queries.usable_link(session, service.digest_of(link.token), now=NOW)
    assert shown == queries.UsableLink(LinkPurpose.INVITE, needs_login=True, is_child=False)
    with pytest.raises(LoginTaken):
        service.use_link(session, link.token, PASSWORD, now=NOW, login="Taken")
    with pytest.raises(LinkUnusable):
        service.use_link(session, link.token, PASSWORD, now=NOW)
    service.use_link(session, link.token, PASSWORD, now=NOW, login="tomoko")
    assert sign_in(session, "tomoko")
    assert queries.person(session, link.user_id, on=TODAY).roles == {Role.TEACHER}


# --- a demo's cards ---------------------------------------------------------------------------


def test_one_press_opens_only_people_with_a_card(session: Session) -> None:
    plain = a_user(session, is_demo=True)
    with pytest.raises(NoResultFound):
        service.enter_by_card(session, plain.id, is_demo_site=True, now=NOW)
    card = service.NewCard(1, "学ぶ人", "ゆい", "小学3年生", "bag", "kusa")
    yui = service.create_user(
        session, NewUser("架空", "ゆい", grade=3, card=card), now=NOW, is_demo=True
    )
    assert service.enter_by_card(session, yui.id, is_demo_site=True, now=NOW).user_id == yui.id
    with pytest.raises(NoResultFound):
        service.enter_by_card(session, yui.id, is_demo_site=False, now=NOW)
    assert isinstance(yui, User)
