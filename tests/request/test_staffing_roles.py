"""The roles that the public reads of, and how HR publishes them."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.staffing.models import SoughtRole
from tests.client import PageClient, sign_in
from tests.factories.identity import a_city, an_organization
from tests.factories.staffing import H3, T5, a_sought_role
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import a_profile, told

if TYPE_CHECKING:
    from app.identity.models import User
    from app.workforce.models import RoleProfile

TODAY = clock.day_of(clock.now())
SENT = {
    "kind": "recruited_outside",
    "text": "窓口の仕事を\r\n見なおします。",
    "contact": "人事課 採用係",
    "starts_on": TODAY.isoformat(),
    "until": "",
}


class Hall:
    """人事課, a role profile, and clerks whose names the public never reads."""

    def __init__(self, session: Session) -> None:
        office = an_organization(session, "人事課", parent=a_city(session))
        self.officer: User = an_hr_officer(session, office)
        self.clerks = [a_staff_member(session, office, "髙橋") for _ in range(3)]
        for one in self.clerks:
            an_attestation(session, one, T5, 2)
        self.role: RoleProfile = a_profile(session, told({T5: 2, H3: 1}), by=self.officer.id)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def test_the_public_reads_what_is_asked_for_and_nothing_of_who_there_is(
    client: PageClient, session: Session, hall: Hall
) -> None:
    assert "いま、募集している役割はありません" in client.see("/roles").text
    until = TODAY + timedelta(days=30)
    row = a_sought_role(session, hall.role, by=hall.officer.id, until=until)
    page = client.see("/roles")
    assert "窓口職員" in page.text
    assert "求める力2項目" in page.text
    shown = client.see(f"/roles/{row.id}")
    for word in ("窓口で使う", "外部登用", "使える", "照合前", "DXリテラシー標準", "076-000-0000"):
        assert word in shown.text
    assert "<b>週に3日</b>" not in shown.html
    assert "髙橋" not in shown.html + page.html
    assert "3人" not in shown.text + page.text


@pytest.mark.parametrize(("first", "last"), [(1, None), (-9, -1)])
def test_before_and_after_its_days_there_is_no_such_page(
    client: PageClient, session: Session, hall: Hall, first: int, last: int | None
) -> None:
    row = a_sought_role(
        session,
        hall.role,
        by=hall.officer.id,
        starts_on=TODAY + timedelta(days=first),
        until=None if last is None else TODAY + timedelta(days=last),
    )
    assert client.get(f"/roles/{row.id}").status_code == 404
    assert "窓口職員" not in client.see("/roles").text


def test_hr_publishes_changes_and_withdraws(
    client: PageClient, session: Session, hall: Hall
) -> None:
    hr = sign_in(client, hall.officer)
    assert "公開している役割は、まだありません" in hr.see("/staffing/roles").text
    assert "窓口職員" in hr.see(f"/staffing/roles/add?profile={hall.role.id}").html
    sent = SENT | {"profile": str(hall.role.id)}
    assert hr.post("/staffing/roles/add", data=sent).status_code == 303
    row = session.scalars(sa.select(SoughtRole)).one()
    assert row.text == "窓口の仕事を\n見なおします。"
    assert "公開中" in hr.see("/staffing/roles").text
    page = f"/staffing/roles/{row.id}"
    assert "見なおします" in hr.see(f"{page}/change").html
    changed = sent | {"kind": "on_loan", "until": TODAY.isoformat()}
    assert hr.post(f"{page}/change", data=changed).status_code == 303
    assert "民間出向" in hr.see(f"/roles/{row.id}").text
    assert hr.post(f"{page}/withdraw").status_code == 303
    assert "に取り下げ" in hr.see("/staffing/roles").text
    assert hr.get(f"/roles/{row.id}").status_code == 404
    hr.post(f"{page}/change", data=sent)
    assert hr.get(f"/roles/{row.id}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"profile": ""}, "役割を選んでください"),
        ({"profile": "x"}, "一覧から選んでください"),
        ({"kind": ""}, "任用形態を選んでください"),
        ({"text": " "}, "どんな仕事かを"),
        ({"contact": ""}, "どこに、どうやって"),
        ({"until": "2020-01-01"}, "終わりの日は、始まりの日か"),
        ({"starts_on": "あした"}, "日付を"),
    ],
)
def test_what_is_wrong_is_said(
    client: PageClient, session: Session, hall: Hall, wrong: dict[str, str], said: str
) -> None:
    hr = sign_in(client, hall.officer)
    sent = SENT | {"profile": str(hall.role.id)} | wrong
    assert hr.post("/staffing/roles/add", data=sent).status_code == 422
    assert said in hr.page.text
    assert session.scalars(sa.select(SoughtRole)).all() == []
