"""The pages of what can be achieved: described, awarded after a look, and followed."""

import re
import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.achievements import handlers
from app.achievements.events import BatchDue, WithdrawalAgreed
from app.achievements.models import Achievement, Batch, BatchMember
from app.config import Settings
from app.credentials import schema
from app.credentials.models import Credential, CredentialState
from app.credentials.results import ResultFacts, ResultKind, kept
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.service import ensure_installation
from tests.acceptance import acceptance
from tests.client import PageClient, sign_in
from tests.factories.achievements import an_achievement
from tests.factories.identity import a_citizen, a_clerk, a_post, a_user, an_administrator
from tests.factories.talent import a_credential

FORM = {
    "name": "データの見方の研修",
    "kind": "workshop",
    "audience": "staff",
    "description": "グラフを読める",
    "criteria": "90分の研修に参加すること。",
    "can_do": "グラフの目もりを確かめられる\n\n",
    "skills": "dss-l@1.2/T5 2",
    "field": "discern",
    "valid_months": "24",
}
AWARD = {"awarded_on": "2026-11-20", "evidence": "研修に参加しました。", "reason": "出席簿による"}


@pytest.fixture
def city(session: Session, settings: Settings) -> Organization:
    ensure_installation(session, settings.public_url, clock.now())
    admin = an_administrator(session)
    return session.get_one(Organization, admin.posts[0].organization_id)


@pytest.fixture
def boss(client: PageClient, session: Session, city: Organization) -> PageClient:
    user = a_user(session)
    a_post(session, user, city, Role.ADMINISTRATOR)
    return sign_in(client, user)


def awarded(session: Session) -> set[uuid.UUID]:
    return set(session.scalars(sa.select(BatchMember.user_id)))


def test_it_is_described_changed_and_closed(
    boss: PageClient, session: Session, city: Organization
) -> None:
    assert boss.get("/achievements").status_code == 200
    assert "まだありません" in boss.page.text
    assert boss.get("/achievements/add").status_code == 200
    made = boss.post("/achievements/add", data=FORM | {"organization": str(city.id)})
    assert made.status_code == 303
    row = session.scalars(sa.select(Achievement)).one()
    assert row.can_do == ["グラフの目もりを確かめられる"]
    assert row.skills == {"skills": [["dss-l@1.2/T5", 2]]}
    page = f"/achievements/{row.id}"
    assert boss.get(page).status_code == 200
    assert "レベル2" in boss.page.text
    assert boss.get(f"{page}/change").status_code == 200
    boss.post(f"{page}/change", data=FORM | {"organization": str(city.id), "name": "新しい名前"})
    assert (row.name, row.edition) == ("新しい名前", 2)
    boss.post(f"{page}/close")
    boss.get(page)
    assert "終わりにしました" in boss.page.text
    assert "人に出す" not in boss.page.text
    boss.post(f"{page}/open")
    assert row.closed_on is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "名前を入れて"),
        ({"skills": "dss-l@1.2/NO 2"}, "枠組みにありません"),
        ({"skills": "dss-l@1.2/T5 9"}, "枠組みにありません"),
        ({"results": "発表: よい"}, "結果として読めません"),
        ({"results": "作品の題\n作品の題"}, "ちがう名前で"),
        ({"results": "作品の題", "audience": "child"}, "結果を書けません"),
        ({"kind": "path"}, "講座を2つ以上"),
        ({"kind": "course"}, "一覧から"),
        ({"valid_months": "241"}, "1から240"),
        ({"organization": "x"}, "一覧から"),
    ],
)
def test_what_cannot_be_is_told_beside_what_was_typed(
    boss: PageClient, session: Session, city: Organization, wrong: dict[str, str], told: str
) -> None:
    sent = FORM | {"organization": str(city.id)} | wrong
    assert boss.post("/achievements/add", data=sent).status_code == 422
    assert told in boss.page.text
    assert FORM["criteria"] in boss.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Achievement)) == 0


@acceptance("6a")
def test_it_is_awarded_after_a_look_and_the_page_tells_how_far_it_is(
    boss: PageClient, session: Session, city: Organization
) -> None:
    row, clerk, other = an_achievement(session, city), a_clerk(session), a_clerk(session)
    other.login_id = "yamada"
    session.flush()
    page = f"/achievements/{row.id}/award"
    place = clerk.posts[0].organization_id
    assert boss.get(f"{page}?place={place}").status_code == 200
    assert clerk.name in boss.page.text
    sent = AWARD | {"people": str(clerk.id), "logins": " yamada \n"}
    assert boss.post(page, data=sent | {"step": "check"}).status_code == 200
    assert "2人に" in boss.page.text
    assert "まだ何も出していません" in boss.page.text
    assert awarded(session) == set()
    done = boss.post(
        page, data=AWARD | {"people": [str(clerk.id), str(other.id)], "step": "issue"}
    )
    assert done.status_code == 303
    assert awarded(session) == {clerk.id, other.id}
    assert session.scalar(sa.select(sa.func.count()).select_from(Credential)) == 0  # enqueued only
    batch = session.scalars(sa.select(Batch)).one()
    boss.get(f"/achievements/batches/{batch.id}")
    assert "2人のうち0人" in boss.page.text
    handlers.on_batch_due(session, BatchDue(batch.id, clock.now()))
    session.flush()
    boss.get(f"/achievements/batches/{batch.id}")
    assert re.search(r'<progress[^>]*value="2"[^>]*max="4"', boss.page.html)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"logins": "nobody-here"}, "見つからない人がいます: nobody-here"),
        ({}, "1人以上"),
        ({"people": "x"}, "1人以上"),
        ({"awarded_on": "2999-01-01"}, "今日か、それより前"),
        ({"evidence": ""}, "本人に伝わるように"),
        ({"reason": ""}, "あとで説明できるように"),
    ],
)
def test_a_fault_in_an_award_keeps_what_was_typed(
    boss: PageClient, session: Session, city: Organization, wrong: dict[str, str], told: str
) -> None:
    row = an_achievement(session, city)
    page = f"/achievements/{row.id}/award"
    assert boss.post(page, data=AWARD | wrong | {"step": "issue"}).status_code == 422
    assert told in boss.page.text
    assert awarded(session) == set()


def test_going_back_from_the_look_keeps_everything(
    boss: PageClient, session: Session, city: Organization
) -> None:
    row, clerk = an_achievement(session, city), a_clerk(session)
    page = f"/achievements/{row.id}/award"
    boss.post(page, data=AWARD | {"people": str(clerk.id), "step": "edit"})
    assert re.search(rf'value="{clerk.id}" checked', boss.page.html)
    assert AWARD["evidence"] in boss.page.text


def test_a_departments_administrator_awards_within_the_department_alone(
    client: PageClient, session: Session, city: Organization
) -> None:
    clerk, stranger = a_clerk(session), a_clerk(session)
    department = session.get_one(Organization, clerk.posts[0].organization_id)
    assert department.kind is OrganizationKind.DEPARTMENT
    user: User = a_user(session)
    a_post(session, user, department, Role.ADMINISTRATOR)
    own, citys = an_achievement(session, department), an_achievement(session, city)
    sign_in(client, user)
    assert client.get(f"/achievements/{citys.id}").status_code == 404
    page = f"/achievements/{own.id}/award"
    sent = AWARD | {"people": [str(clerk.id), str(stranger.id)], "step": "issue"}
    assert client.post(page, data=sent).status_code == 303
    assert awarded(session) == {clerk.id}


def test_hr_awards_to_staff_and_describes_nothing(
    client: PageClient, session: Session, city: Organization
) -> None:
    hr, clerk = a_user(session), a_clerk(session)
    a_post(session, hr, city, Role.HR)
    staffs, childrens = (
        an_achievement(session, city),
        an_achievement(session, city, audience="child"),
    )
    sign_in(client, hr)
    assert client.get("/achievements/add").status_code == 404
    assert client.get(f"/achievements/{childrens.id}").status_code == 404
    assert client.get(f"/achievements/{staffs.id}/change").status_code == 404
    sent = AWARD | {"people": [str(clerk.id), str(a_citizen(session).id)], "step": "issue"}
    client.post(f"/achievements/{staffs.id}/award", data=sent)
    assert awarded(session) == {clerk.id}


def test_for_everybody_else_the_pages_do_not_exist(
    client: PageClient, session: Session, city: Organization
) -> None:
    row = an_achievement(session, city)
    sign_in(client, a_clerk(session))
    for page in ("", "/add", f"/{row.id}", f"/{row.id}/award", f"/{row.id}/change"):
        assert client.get(f"/achievements{page}").status_code == 404


def test_paths_are_shown_to_visitors_too(
    client: PageClient, session: Session, city: Organization
) -> None:
    assert client.get("/paths").status_code == 200
    assert "まだありません" in client.page.text


def a_signed_batch(session: Session, city: Organization, people: int = 2) -> Batch:
    """Make a batch whose credentials are issued."""
    row = an_achievement(session, city)
    batch = Batch(
        achievement=row,
        awarded_on=clock.day_of(clock.now()),
        evidence="研修に参加しました。",
        reason="出席簿による",
        by_id=None,
        created_at=clock.now(),
    )
    session.add(batch)
    session.flush()
    for _ in range(people):
        clerk = a_clerk(session)
        held = a_credential(session, clerk)
        member = BatchMember(batch_id=batch.id, user_id=clerk.id, credential_id=held.id)
        session.add(member)
    session.flush()
    return batch


WRONG_LIST = {"reason": "ちがう名簿で出しました。"}


def states(session: Session) -> set[CredentialState]:
    return set(session.scalars(sa.select(Credential.state)))


def test_a_batch_is_taken_back_by_two_people(
    boss: PageClient, session: Session, city: Organization
) -> None:
    batch = a_signed_batch(session, city)
    page = f"/achievements/batches/{batch.id}"
    assert boss.post(f"{page}/withdraw", data={"reason": " "}).status_code == 422
    assert "わけを入れてください" in boss.page.text
    assert boss.post(f"{page}/withdraw", data=WRONG_LIST).status_code == 303
    assert boss.get(page).status_code == 200
    assert "もう1人が同意するまで、何も変わりません" in boss.page.text
    assert "同意して、" not in boss.page.text
    boss.post(f"{page}/withdraw/agree")
    assert states(session) == {CredentialState.ISSUED}
    other = a_user(session)
    a_post(session, other, city, Role.ADMINISTRATOR)
    second = sign_in(boss, other)
    second.get(page)
    assert "同意して、2人の証明を取り消す" in second.page.text
    second.post(f"{page}/withdraw/agree")
    assert states(session) == {CredentialState.ISSUED}  # enqueued only
    handlers.on_withdrawal_agreed(session, WithdrawalAgreed(batch.id, clock.now()))
    session.flush()
    assert states(session) == {CredentialState.REVOKED}
    reasons = set(session.scalars(sa.select(Credential.revoked_reason)))
    assert reasons == {"ちがう名簿で出しました。"}
    second.get(page)
    assert "2人のうち2人の証明を、取り消しました" in second.page.text
    second.post(f"{page}/withdraw/drop")
    assert batch.withdrawal_agreed_at is not None


def test_what_was_asked_can_be_dropped_and_asked_again(
    boss: PageClient, session: Session, city: Organization
) -> None:
    batch = a_signed_batch(session, city, people=1)
    page = f"/achievements/batches/{batch.id}"
    for _ in range(2):
        boss.post(f"{page}/withdraw", data=WRONG_LIST)
        boss.post(f"{page}/withdraw", data=WRONG_LIST)
        boss.get(page)
        assert "もう、取り消しを求めた人がいます" in boss.page.text
        boss.post(f"{page}/withdraw/drop")
        assert batch.withdrawal_asked_at is None
    handlers.on_withdrawal_agreed(session, WithdrawalAgreed(batch.id, clock.now()))
    assert states(session) == {CredentialState.ISSUED}


def test_a_batch_that_is_still_being_issued_is_not_taken_back(
    boss: PageClient, session: Session, city: Organization
) -> None:
    batch = a_signed_batch(session, city, people=1)
    session.add(BatchMember(batch_id=batch.id, user_id=a_clerk(session).id))
    session.flush()
    page = f"/achievements/batches/{batch.id}"
    boss.post(f"{page}/withdraw", data=WRONG_LIST)
    assert batch.withdrawal_asked_at is None
    boss.get(page)
    assert "まだ出しているところです" in boss.page.text


def test_results_are_named_filled_in_shown_before_and_signed(
    boss: PageClient, session: Session, city: Organization
) -> None:
    lines = "発表: もう少し／よい*\n演習: %"
    boss.post("/achievements/add", data=FORM | {"organization": str(city.id), "results": lines})
    row, clerk = session.scalars(sa.select(Achievement)).one(), a_clerk(session)
    session.commit()
    assert boss.see(f"/achievements/{row.id}").text.count("発表: もう少し／よい*") == 1
    assert "演習: %" in boss.see(f"/achievements/{row.id}/change").text
    page = f"/achievements/{row.id}/award"
    assert "証明を見る人みんなに見えます" in boss.see(page).text
    sent = AWARD | {"people": str(clerk.id), "result_0": "よい", "result_1": "１２０"}
    assert boss.post(page, data=sent | {"step": "check"}).status_code == 422
    assert "0から100までの数字" in boss.page.text
    sent["result_1"] = "85"
    assert boss.post(page, data=sent | {"step": "check"}).status_code == 200
    assert "証明を見る人みんなに見える結果" in boss.page.text
    assert boss.post(page, data=sent | {"step": "issue"}).status_code == 303
    batch = session.scalars(sa.select(Batch)).one()
    assert batch.results == {"values": [["発表", "よい"], ["演習", "85"]]}
    assert "85" in boss.see(f"/achievements/batches/{batch.id}").text


def test_results_that_nobody_fills_in_are_not_told(
    boss: PageClient, session: Session, city: Organization
) -> None:
    told = (ResultFacts("作品の題", ResultKind.WORDS),)
    row, clerk = an_achievement(session, city, results=kept(told)), a_clerk(session)
    sent = AWARD | {"people": str(clerk.id), "result_0": " ", "step": "issue"}
    assert boss.post(f"/achievements/{row.id}/award", data=sent).status_code == 303
    assert session.scalars(sa.select(Batch)).one().results is None


def test_what_is_typed_in_lines_or_pasted_can_be_signed(
    boss: PageClient, session: Session, city: Organization
) -> None:
    told = FORM | {"organization": str(city.id), "criteria": "1日目\r\n2日目\x0b\x07終わり"}
    boss.post("/achievements/add", data=told | {"name": "データの\x0b見方"})
    row, clerk = session.scalars(sa.select(Achievement)).one(), a_clerk(session)
    assert (row.name, row.criteria) == ("データの 見方", "1日目\n2日目\n終わり")
    sent = AWARD | {"people": str(clerk.id), "evidence": "見た。\r\n\r\n話した。", "step": "issue"}
    assert boss.post(f"/achievements/{row.id}/award", data=sent).status_code == 303
    batch = session.scalars(sa.select(Batch)).one()
    assert batch.evidence == "見た。\n\n話した。"
    assert not schema.CONTROL.search(batch.evidence + row.criteria + row.name)
