"""The matrix and a person's sheet as files: what stands in them, who gets them, what is noted."""

import csv
import re
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pypdf
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import Organization, Role, User
from app.press import CannotPrint
from app.talent.models import AccessLog, Look
from app.talent.rules import State
from app.talent.views import files
from tests.client import PageClient
from tests.factories.credentials import NOW
from tests.factories.identity import a_citizen, a_city, a_post, a_user, an_organization, sign_in
from tests.factories.talent import (
    a_credential,
    a_staff_member,
    an_attestation,
    an_hr_officer,
    delivered,
)

T5, H3, M1 = "dss-l@1.2/T5", "dss-l@1.2/H3", "dss-l@1.2/M1"
HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|午前|午後")
REASON = "別の人の研修でした。"


class Hall:
    """Two sections; in one a clerk with a signed skill, a weaker one, and one that was revoked."""

    def __init__(self, session: Session) -> None:
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.roads = an_organization(session, "道路課", parent=a_city(session), position=2)
        self.clerk: User = a_staff_member(session, self.tax, "髙橋", "タカハシ")
        self.other: User = a_staff_member(session, self.roads, "=今井", "イマイ")
        self.officer: User = an_hr_officer(session, self.bureau)
        self.head: User = a_user(session, family_name="原", family_kana="ハラ")
        a_post(session, self.head, self.bureau, Role.MANAGER)
        delivered(session, a_credential(session, self.clerk, ((T5, 2),)))
        an_attestation(session, self.clerk, H3, 1)
        an_attestation(session, self.clerk, M1, 3, state=State.REVOKED, reason=REASON)
        an_attestation(session, self.other, H3, 2)
        session.flush()

    @property
    def sheet(self) -> str:
        return f"/talent/people/{self.clerk.id}"


@pytest.fixture
def hall(session: Session, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Hall(session)


@pytest.fixture
def hr(hall: Hall, client: PageClient) -> PageClient:
    sign_in(client, hall.officer)
    client.query_budget = 16  # a file, and the entries that tell of it
    return client


def lines(client: PageClient, address: str) -> list[dict[str, str]]:
    """Return a table of a CSV by its heads."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(StringIO(response.data.decode("utf-8-sig"))))


def sheets(data: bytes) -> dict[str, str]:
    """Return the text of a workbook's sheets by their names, cells parted by a bar."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]*)"', book)
        parts = [
            archive.read(f"xl/worksheets/sheet{n + 1}.xml").decode() for n in range(len(names))
        ]
    told = [re.sub(r"<[^>]+>", "|", one) for one in parts]
    return {name: re.sub(r"\|+", "|", one) for name, one in zip(names, told, strict=True)}


def paper(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


def acts(session: Session) -> list[AuditEntry]:
    asked = sa.select(AuditEntry).where(AuditEntry.action.like("talent.%exported"))
    return list(session.scalars(asked.order_by(AuditEntry.sequence)))


def test_the_table_names_level_day_source_and_why_something_does_not_count(
    hr: PageClient,
) -> None:
    found = lines(hr, "/talent/matrix/files/csv")
    told = {(one["氏名"].split()[0], one["項目"]): one for one in found}
    assert set(told) == {("髙橋", T5), ("髙橋", H3), ("髙橋", M1), ("'=今井", H3)}
    signed, weaker, fallen = (told["髙橋", ref] for ref in (T5, H3, M1))
    assert (signed["レベル"], signed["証明の日"]) == ("2", "2026-10-06")
    assert (signed["もとになるもの"], weaker["もとになるもの"]) == ("署名のある証明", "外部研修")
    assert (fallen["状態"], fallen["理由"], signed["状態"]) == ("取り消し", REASON, "")


def test_the_workbook_has_departments_people_and_their_days_and_says_what_it_is(
    hr: PageClient, hall: Hall
) -> None:
    response = hr.get(f"/talent/matrix/files/xlsx?min=2&department={hall.tax.id}")
    assert "attachment" in response.headers["Content-Disposition"]
    found = sheets(response.data)
    assert list(found) == [
        *("この表について", "所属ごとの割合", "職員のレベル", "証明の日", "もとになるもの"),
        *("期限", "数えない証明"),
    ]
    about = found["この表について"]
    for words in ("現在", "総務局 税務課", "レベル2以上", "1人", "学んだ時刻は"):
        assert words in about
    assert "髙橋 さくら" in found["職員のレベル"]
    assert "今井" not in found["職員のレベル"]
    assert "外部研修" in found["もとになるもの"]
    assert f"|取り消し|{REASON}|" in found["数えない証明"]
    assert (
        hr.get(f"/talent/matrix/files/xlsx?min=2&department={hall.tax.id}").data == response.data
    )


def test_the_paper_says_the_same_on_a4_and_is_the_same_bytes_again(hr: PageClient) -> None:
    response = hr.get("/talent/matrix/files/pdf")
    assert response.content_type == "application/pdf"
    text = paper(response.data)
    for words in ("スキルマップ", "令和8年", "市全体", "総務局 税務課", "髙橋 さくら", REASON):
        assert words in text
    assert not HOUR.search(text)
    page = pypdf.PdfReader(BytesIO(response.data)).pages[0].mediabox
    assert (round(page.width), round(page.height)) == (842, 595)
    assert hr.get("/talent/matrix/files/pdf").data == response.data


def test_frameworks_side_by_side_go_on_a3_with_columns_of_both(hr: PageClient) -> None:
    refs = "framework=dss-l@1.2+digcomp@3.0"
    matrix = hr.see(f"/talent/matrix?{refs}")
    assert len([one for one in matrix.all("th") if one.get("scope") == "col"]) == 2 + 23 + 21
    data = hr.get(f"/talent/matrix/files/pdf?{refs}").data
    page = pypdf.PdfReader(BytesIO(data)).pages[0].mediabox
    assert (round(page.width), round(page.height)) == (1191, 842)


def test_filters_reach_the_file(hr: PageClient, hall: Hall, session: Session) -> None:
    an_attestation(session, hall.clerk, "dss-l@1.2/Y1", 1, attested_on=clock.day_of(NOW))
    session.flush()

    def items(query: str) -> set[str]:
        return {one["項目"] for one in lines(hr, f"/talent/matrix/files/csv?{query}")}

    assert items("proofs=signed") == {T5}
    old = clock.day_of(NOW) - timedelta(days=91)
    an_attestation(session, hall.clerk, H3, 2, attested_on=old)
    session.flush()
    assert "dss-l@1.2/Y1" in items("fresh=90")
    assert items("kind=full_time") == set()
    assert items("framework=digcomp@3.0") == set()


def test_a_manager_takes_the_own_unit_and_no_employee_numbers(
    client: PageClient, hall: Hall, session: Session
) -> None:
    sign_in(client, hall.head)
    client.query_budget = 16
    found = lines(client, "/talent/matrix/files/csv")
    assert {one["氏名"].split()[0] for one in found} == {"髙橋"}
    elsewhere = lines(client, f"/talent/matrix/files/csv?department={hall.roads.id}")
    assert elsewhere == found
    about = sheets(client.get("/talent/matrix/files/xlsx").data)
    assert "担当する所属の全体" in about["この表について"]
    assert "道路課" not in about["所属ごとの割合"]
    assert "担当する所属の全体" in client.see("/talent/matrix").text
    assert client.get(f"/talent/people/{hall.other.id}/files/csv").status_code == 404


def test_one_entry_says_who_took_which_file_under_which_filters(
    hr: PageClient, hall: Hall, session: Session
) -> None:
    hr.get("/talent/matrix/files/csv?proofs=signed&min=2")
    (entry,) = acts(session)
    assert (entry.action, entry.actor_id) == ("talent.matrix_exported", hall.officer.id)
    assert entry.details == {
        "form": "csv",
        "people": 4,
        "filters": {"proofs": "signed", "min": "2"},
    }


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_hr_and_the_person_hold_the_same_file_and_the_look_is_told(
    hr: PageClient, hall: Hall, session: Session, form: str
) -> None:
    theirs = hr.get(f"{hall.sheet}/files/{form}")
    assert theirs.status_code == 200
    (look,) = session.scalars(sa.select(AccessLog))
    assert (look.what, look.viewer_id, look.person_id) == (
        *(Look.SHEET, hall.officer.id),
        hall.clerk.id,
    )
    assert [one.subject_id for one in acts(session)] == [hall.clerk.id]
    sign_in(hr, hall.clerk)
    hr.post("/settings/view", data={"locale": "en"})
    own = hr.get(f"/my/skills/files/{form}")
    assert own.data == theirs.data
    assert len(list(session.scalars(sa.select(AccessLog)))) == 1
    assert len(acts(session)) == 1


def test_a_persons_sheet_tells_levels_sources_and_reasons_but_nobody_who_looked(
    hr: PageClient, hall: Hall
) -> None:
    hr.see(hall.sheet)
    data = hr.get(f"{hall.sheet}/files/xlsx").data
    found = sheets(data)
    assert list(found) == ["この記録について", "項目とレベル", "証明"]
    for words in ("髙橋 さくら", "総務局 税務課", "現在"):
        assert words in found["この記録について"]
    assert f"|取り消し|{REASON}|" in found["項目とレベル"]
    assert "|生成AIの基礎|犀川市|署名のある証明|有効|" in found["証明"]
    text = paper(hr.get(f"{hall.sheet}/files/pdf").data)
    for words in ("スキルの記録", "髙橋 さくら", "生成AIの基礎", REASON, "署名なし"):
        assert words in text
    assert "林" not in text + "".join(found.values())
    assert not HOUR.search(text)


def test_what_cannot_be_printed_says_so_and_is_not_noted(
    hr: PageClient, hall: Hall, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_paper: object) -> bytes:
        raise CannotPrint("all places are taken")

    monkeypatch.setattr(files, "pressed", refuse)
    for address in ("/talent/matrix/files/pdf", f"{hall.sheet}/files/pdf"):
        response = hr.get(address)
        assert response.status_code == 503
        assert "いまは作れませんでした" in response.text
    assert acts(session) == []
    assert list(session.scalars(sa.select(AccessLog))) == []


def test_an_unknown_form_and_strangers_find_nothing(
    hr: PageClient, hall: Hall, session: Session, app: Flask
) -> None:
    assert hr.get("/talent/matrix/files/exe").status_code == 404
    citizen = a_citizen(session)
    assert hr.get(f"/talent/people/{citizen.id}/files/csv").status_code == 404
    stranger = app.test_client()
    assert isinstance(stranger, PageClient)
    sign_in(stranger, hall.other)
    for address in ("/talent/matrix/files/csv", f"{hall.sheet}/files/csv"):
        assert stranger.get(address).status_code == 404
    assert stranger.get("/my/skills/files/csv").status_code == 200
    sign_in(stranger, citizen)
    assert stranger.get("/my/skills/files/csv").status_code == 404
