"""Second factors as a browser sees them: set up, signing in, what is compulsory, and attacks."""

from base64 import b32decode
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.cli import people
from app.identity.factors import rules, service
from app.identity.factors.models import FactorRule, Passkey, RecoveryCode, Totp
from app.identity.models import Role
from app.identity.service import issue_reset_link
from tests.client import PageClient, sign_in
from tests.factories.factors import APP, SECRET_KEY, Device, an_app, code_of
from tests.factories.identity import (
    PASSWORD,
    a_child,
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
    is_in,
)
from tests.request.proving import (
    OWN,
    SECOND,
    START,
    a_teacher,
    acts,
    amr,
    another,
    begin,
    owner_of,
    proved_now,
)

pytestmark = pytest.mark.usefixtures("cheap_hash")


# --- who must, and how it is set up ------------------------------------------------------------


def test_a_teacher_sets_up_an_app_before_anything_else_and_comes_in_by_it(
    client: PageClient, session: Session, now: datetime
) -> None:
    a_teacher(session)
    assert begin(client, next="/settings") == START
    assert client.get("/settings").location == START
    assert client.fragment("GET", "/courses").headers["HX-Redirect"] == START
    page = client.see(START)
    assert "回復コードを紙にひかえる" in page.text
    page = client.see(f"{OWN}/app")
    secret = _shown_secret(page.html)
    wrong = client.post(f"{OWN}/app", data={"code": "000000"})
    assert wrong.status_code == 422
    assert _shown_secret(client.page.html) == secret, "what was scanned is kept"
    code = rules.code_at(secret, rules.step_of(now))
    answer = client.post(f"{OWN}/app", data={"code": code})
    assert answer.status_code == 200
    assert "いまだけ見えます" in client.page.text
    assert client.page.links["ひかえたので、続ける"] == "/settings"
    assert amr(client) == ["pwd", "otp", "mfa"]
    client.see("/settings")
    client.post("/sign-out")
    assert begin(client, next="/settings") == SECOND
    assert not is_in(client)
    client.see(SECOND)
    spent = client.post(SECOND, data={"code": code})
    assert spent.status_code == 422
    later = rules.code_at(secret, rules.step_of(now) + 1)
    assert client.post(SECOND, data={"code": f" {later[:3]} {later[3:]} "}).location == "/settings"
    assert is_in(client)
    assert acts(session) == ["factor.added", "factor.added"]


def _shown_secret(html: str) -> bytes:
    return b32decode(html.split("<code>")[1].split("</code>", 1)[0].replace(" ", ""))


@pytest.mark.parametrize(
    ("role", "target"),
    [
        (Role.TEACHER, START),
        (Role.HR, START),
        (Role.ADMINISTRATOR, START),
        (Role.LEARNER, "/"),
        (Role.GUARDIAN, "/"),
        (Role.PARTNER, "/"),
    ],
)
def test_it_is_compulsory_for_who_sees_the_records_of_others(
    client: PageClient, session: Session, role: Role, target: str
) -> None:
    user = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, user, an_organization(session), role)
    assert begin(client) == target


def test_an_organization_says_for_those_below_it_unless_they_say_themselves(
    client: PageClient, session: Session, now: datetime
) -> None:
    city = a_city(session)
    office = an_organization(session, parent=city)
    boss = an_administrator(session, of=city)
    hr = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, hr, office, Role.HR)
    sign_in(client, boss)
    page = client.see("/admin/second-factors")
    assert "2" not in page.text.split("のうち")[0][-3:]
    client.post("/admin/second-factors", data={f"rule-{city.id}": "no", "rule-x": "yes"})
    client.post("/sign-out")
    assert begin(client) == "/"
    client.post("/sign-out")
    service.say_rule(session, office.id, is_required=True, by=boss.id, now=now)
    assert begin(client) == START
    assert acts(session) == ["factor.rule_changed", "factor.rule_changed"]


def test_nobody_changes_the_rule_of_another_organization(
    client: PageClient, session: Session
) -> None:
    mine, other = a_school(session), a_school(session)
    sign_in(client, an_administrator(session, of=mine))
    sent = {f"rule-{other.id}": "no", f"rule-{mine.id}": "perhaps"}
    assert client.post("/admin/second-factors", data=sent).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(FactorRule)) == 0
    sign_in(client, a_teacher(session))
    assert client.get("/admin/second-factors").status_code == 404


def test_for_a_citizen_it_is_a_choice_and_for_a_child_there_is_none(
    client: PageClient, session: Session, now: datetime
) -> None:
    haru = a_user(session, login_id="haru", password=PASSWORD)
    assert begin(client, "haru") == "/"
    assert OWN in client.see("/settings").html
    assert "まだ登録がありません" in client.see(OWN).text
    an_app(session, haru, now=now)
    client.post("/sign-out")
    assert begin(client, "haru") == SECOND
    other = a_child(session)
    sign_in(client, other)
    assert OWN not in client.see("/settings").html
    for path in (OWN, f"{OWN}/app", f"{OWN}/codes", f"{OWN}/passkeys/add"):
        assert client.get(path).status_code == 404
        assert client.get(path).status_code == 404


def test_a_link_for_a_new_password_does_not_lead_around_it(
    client: PageClient, session: Session, now: datetime
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    link = issue_reset_link(session, teacher.id, now=now)
    sent = {"new": "natsu no umi no iro"}
    assert client.post(link.url(""), data=sent).location == SECOND
    assert not is_in(client)
    client.post(SECOND, data={"code": code_of(now)})
    assert is_in(client)


# --- half sign-ins -----------------------------------------------------------------------------


def test_a_half_sign_in_opens_no_page_and_holds_ten_minutes(
    client: PageClient, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    begin(client)
    for path in (OWN, f"{OWN}/app", "/admin/people", START):
        assert client.get(path).location.startswith("/sign-in?next="), path
    assert client.post(f"{OWN}/codes").location.startswith("/sign-in")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=11))
    assert client.get(SECOND).location == "/sign-in"
    assert client.post(SECOND, data={"code": code_of(clock.now())}).location == "/sign-in"
    assert not is_in(client)


def test_a_half_sign_in_ends_with_the_sessions_it_began_with(
    client: PageClient, session: Session, now: datetime
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    begin(client)
    teacher.session_epoch += 1
    session.flush()
    assert client.post(SECOND, data={"code": code_of(now)}).location == "/sign-in"
    begin(client)
    assert client.post(SECOND, data={"code": code_of(now)}).location == "/", "it was not spent"


def test_nothing_planted_before_the_sign_in_stays_in_the_session(
    client: PageClient, session: Session, now: datetime
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["amr"] = ["pwd", "mfa"]
    begin(client)
    with client.session_transaction() as cookie:
        before = dict(cookie)
    client.post(SECOND, data={"code": code_of(now)})
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "half" not in cookie
        assert cookie["_user_id"] != before.get("_user_id")
    assert amr(client) == ["pwd", "otp", "mfa"]


def test_whoever_was_in_here_before_is_out_while_somebody_else_comes_in(
    client: PageClient, session: Session, now: datetime
) -> None:
    an_app(session, a_teacher(session), now=now)
    sign_in(client, an_administrator(session))
    assert is_in(client)
    begin(client)
    assert not is_in(client)


# --- codes -------------------------------------------------------------------------------------


def test_a_code_opens_once_and_a_slow_clock_is_forgiven(
    app: Flask, client: PageClient, session: Session, now: datetime
) -> None:
    an_app(session, a_teacher(session), now=now)
    other = another(app)
    begin(client)
    begin(other)
    for steps, status in ((-2, 422), (2, 422), (-1, 303)):
        answer = client.post(SECOND, data={"code": code_of(now, steps=steps)})
        assert answer.status_code == status, steps
    assert other.post(SECOND, data={"code": code_of(now, steps=-1)}).status_code == 422
    assert other.post(SECOND, data={"code": code_of(now)}).status_code == 303


def test_a_number_on_paper_opens_once(
    app: Flask, client: PageClient, session: Session, now: datetime
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    codes = service.make_codes(session, teacher.id, secret_key=SECRET_KEY, now=now)
    assert len(set(codes)) == 10
    kept = str(session.execute(sa.select(RecoveryCode.__table__)).all())
    assert not any(code.replace(" ", "") in kept for code in codes)
    begin(client)
    typed = codes[3].replace(" ", "ー")
    assert client.post(SECOND, data={"code": typed}).status_code == 303
    assert "あと9個" in client.see(OWN).text
    other = another(app)
    begin(other)
    assert other.post(SECOND, data={"code": codes[3]}).status_code == 422
    service.make_codes(session, teacher.id, secret_key=SECRET_KEY, now=now)
    assert other.post(SECOND, data={"code": codes[4]}).status_code == 422, "the paper is new"


def test_guessing_codes_is_stopped_here_and_from_everywhere_and_is_written_down(
    app: Flask,
    client: PageClient,
    session: Session,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "CODES_ANYWHERE", 12)
    an_app(session, a_teacher(session), now=now)
    begin(client)
    for _ in range(10):
        assert client.post(SECOND, data={"code": "000000"}).status_code == 422
    assert client.post(SECOND, data={"code": code_of(now)}).status_code == 429
    assert "15分ほど待ってから" in client.page.text
    begin(client)
    assert client.post(SECOND, data={"code": code_of(now)}).status_code == 429, "nor anew"
    statuses = set()
    for number in range(3):
        place = another(app)
        where = {"REMOTE_ADDR": f"198.51.100.{number}"}
        sent = {"login": "madoka", "password": PASSWORD}
        place.post("/sign-in", data=sent, environ_base=where)
        answer = place.post(SECOND, data={"code": "000000"}, environ_base=where)
        statuses.add(answer.status_code)
    assert statuses == {422, 429}
    assert acts(session).count("sign_in.limited") == 1, "however often it was tried"


def test_the_secret_of_an_app_is_unreadable_in_the_table(session: Session, now: datetime) -> None:
    an_app(session, a_user(session), now=now)
    kept = str(session.execute(sa.select(Totp.__table__)).one())
    assert APP.decode() not in kept


# --- one's own, and help -----------------------------------------------------------------------


def test_factors_are_changed_only_by_who_has_just_proved_themselves(
    client: PageClient, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    haru = a_user(session, login_id="haru", password=PASSWORD)
    an_app(session, haru, now=now)
    begin(client, "haru")
    client.post(SECOND, data={"code": code_of(now)})
    later = now + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    confirm = f"{OWN}/confirm"
    assert client.get(f"{OWN}/app").location == f"{confirm}?next={OWN}/app"
    for path in ("app/remove", "codes", "passkeys/challenge", "passkeys/add"):
        assert client.post(f"{OWN}/{path}").location.startswith(confirm), path
    client.see(f"{confirm}?next={OWN}/app")
    for sent in ({"password": "wrong"}, {"code": "000000"}, {"answer": "{}"}, {"password": ""}):
        assert client.post(confirm, data=sent).status_code == 422, sent
    answer = client.post(f"{confirm}?next={OWN}", data={"password": PASSWORD})
    assert answer.location == OWN
    assert client.post(f"{OWN}/app/remove").location == OWN
    assert session.get(Totp, haru.id) is None


def test_nobody_proves_themselves_by_somebody_elses_app(
    client: PageClient, session: Session, now: datetime
) -> None:
    haru, natsu = a_user(session, login_id="haru", password=PASSWORD), a_user(session)
    an_app(session, haru, now=now)
    before, secret = now - timedelta(minutes=10), b"another twenty bytes"
    first, other = (rules.code_at(secret, rules.step_of(at)) for at in (before, now))
    service.add_app(session, natsu.id, secret, first, secret_key=SECRET_KEY, now=before)
    begin(client, "haru")
    assert client.post(SECOND, data={"code": other}).status_code == 422
    assert not is_in(client)
    assert client.post(SECOND, data={"code": code_of(now)}).status_code == 303
    assert client.post(f"{OWN}/confirm", data={"code": other}).status_code == 422
    client.post(f"{OWN}/app/remove")
    assert session.get(Totp, natsu.id) is not None


def test_nobody_removes_somebody_elses_passkey(
    client: PageClient, session: Session, now: datetime
) -> None:
    owner_of(client, session, Device(), now)
    passkey = session.scalars(sa.select(Passkey)).one()
    sign_in(client, a_user(session))
    proved_now(client, now)
    assert client.post(f"{OWN}/passkeys/{passkey.id}/remove").status_code == 404


def test_an_administrator_helps_who_lost_the_phone(
    app: Flask, client: PageClient, session: Session, now: datetime
) -> None:
    school = a_school(session)
    teacher = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, teacher, school, Role.TEACHER)
    an_app(session, teacher, now=now)
    theirs = another(app)
    sign_in(theirs, teacher)
    head = an_administrator(session, of=school)
    sign_in(client, head)
    about = f"/admin/people/{teacher.id}/second-factors"
    voided, code = _handed(client, about), _handed(client, about)
    assert not is_in(theirs)
    begin(theirs)
    assert theirs.post(SECOND, data={"code": voided}).status_code == 422
    assert theirs.post(SECOND, data={"code": code}).status_code == 303
    theirs.post("/sign-out")
    begin(theirs)
    assert theirs.post(SECOND, data={"code": code}).status_code == 422, "once"
    assert client.post(f"{about}/reset").status_code == 303
    assert begin(theirs) == START
    own = f"/admin/people/{head.id}/second-factors"
    assert client.post(f"{own}/reset").status_code == 404, "nobody helps themselves"
    stranger = a_child(session)
    assert client.post(f"/admin/people/{stranger.id}/second-factors/code").status_code == 404
    assert acts(session)[-2:] == ["factor.code_handed", "factor.reset"]


def _handed(client: PageClient, about: str) -> str:
    client.post(f"{about}/code")
    return client.page.html.split("<code>")[1].split("</code>", 1)[0]


def test_the_command_line_helps_the_last_administrator(
    app: Flask, session: Session, now: datetime
) -> None:
    teacher = a_teacher(session)
    an_app(session, teacher, now=now)
    session.commit()
    run = app.test_cli_runner().invoke
    assert run(people, ["reset-factors", "nobody"]).exit_code == 1
    assert run(people, ["reset-factors", "Madoka"]).exit_code == 0
    session.expire_all()
    assert session.get(Totp, teacher.id) is None
    assert acts(session)[-1] == "factor.reset"
