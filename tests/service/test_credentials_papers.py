"""Certificates on paper: what they hold, what they never hold, and what is kept of them."""

import io
import json
import os
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from PIL import Image
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import baking, certificates, extracting, pictures, press
from app.credentials.certificates import Adult, Job, Sheet
from app.credentials.errors import TooBusy
from app.credentials.service.erasing import keep_places
from app.i18n.notation import Segment
from app.i18n.reading import ruby_html
from app.press import CannotPrint
from tests.acceptance import acceptance
from tests.factories.credentials import (
    DAY,
    THEME,
    a_credential,
    an_issuer_on_record,
    some_achievement,
)
from tests.factories.identity import a_citizen

OF = uuid.UUID(int=7)
SHARED = "https://terakoya.example/v/4h2bTqk3T0yXn8pQd5LwVg"
JWT = "eyJh.eyJi.c2ln"


def a_sheet(**more: Any) -> Sheet:  # noqa: ANN401  as Sheet
    achievement = some_achievement()
    told: dict[str, Any] = {
        "achievement": achievement,
        "evidence": "講座「生成AI」（第3版）の4つの学び（およそ90分）を学びました。",
        "issuer": "犀川市",
        "office": "デジタル行政課",
        "image": pictures.draw("生成AI", kind="Course", field="create", theme=THEME),
        "field": "create",
        "theme": THEME,
        "awarded_on": DAY,
    }
    return Sheet(**(told | more))


def a_certificate(sheet: Sheet | None = None, **more: Any) -> Job:  # noqa: ANN401  as Adult
    told: dict[str, Any] = {
        "number": "R8-0123",
        "name": "髙橋 﨑太𠮷",
        "place": "税務課",
        "is_staff": True,
        "jwt": JWT,
        "issued_on": DAY,
        "expires_on": date(2029, 3, 31),
        "share_url": SHARED,
        "check_url": "https://terakoya.example/v",
        "code": "7K4M-9QXD-4TFH-W",
        "phone": "076-000-0000",
    }
    return certificates.certificate(sheet or a_sheet(), Adult(**(told | more)))


def a_child_certificate(can: str = "こたえを たしかめられます。", taught: int | None = 2) -> Job:
    title = ruby_html((Segment("友達", "ともだち"), Segment("とまなぶ")), taught, spaced=True)
    return certificates.child_certificate(
        a_sheet(),
        can=escape(can),
        title=title,
        city=(Segment("犀川市", "さいがわし"),),
        taught=taught,
        doll=pictures.draw("x", kind="Course", field="create", theme=THEME),
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return press.pressed(a_certificate(), OF, instance_dir=tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def childs(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    instance = tmp_path_factory.mktemp("instance")
    return press.pressed(a_child_certificate(), OF, instance_dir=instance)


def fonts_of(reader: PdfReader) -> list[Any]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found += [one.get_object() for one in font.get_object()["/DescendantFonts"]]
    return found


@acceptance("12a")
def test_rare_characters_of_names_are_embedded_and_can_be_read_out(paper: bytes) -> None:
    reader = PdfReader(io.BytesIO(paper))
    assert len(reader.pages) == 1
    words = "".join(reader.pages[0].extract_text().split())
    assert "髙橋﨑太𠮷様" in words
    assert "第R8-0123号" in words
    assert "（公印省略）" in words
    assert "およそ1時間30分" in words
    assert "7K4M-9QXD-4TFH-W" in words
    fonts = fonts_of(reader)
    assert fonts != []
    for font in fonts:
        descriptor = font["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert any("ShipporiMincho" in name for name in names)


@acceptance("12c")
def test_a_certificate_is_for_the_archive_and_brings_its_signed_data(paper: bytes) -> None:
    reader = PdfReader(io.BytesIO(paper))
    root: dict[str, Any] = dict(reader.root_object)
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert root["/Lang"] == "ja-JP"
    assert dict(reader.attachments.items()) == {"credential.jwt": [JWT.encode()]}
    assert extracting.extract(paper) == extracting.Opened("pdf", JWT.encode())


@pytest.mark.parametrize(
    ("kind", "heading", "attests"),
    [
        ("Course", "修了証", "全課程を学び"),
        ("LearningProgram", "修了証", "講座をすべて修了した"),
        ("Fieldwork", "証明書", "プロジェクト「"),
        ("ext:WorkshopAttendance", "参加証", "に参加したこと"),
        ("Award", "認定証", "要件を満たしたことを認めます"),
        ("Degree", "修了証", "要件をすべて満たした"),
    ],
)
def test_a_paper_is_called_after_what_was_achieved_and_names_the_office(
    kind: str, heading: str, attests: str
) -> None:
    achievement = {**a_sheet().achievement, "achievementType": kind}
    sheet = a_sheet(achievement=achievement, evidence="11月20日に参加しました。")
    told = json.loads(a_certificate(sheet, phone=None).files["data.json"])
    assert told["heading"] == heading
    assert attests in told["sentence"]
    assert told["office"] == "デジタル行政課"
    assert told["contact"] == "問い合わせ　犀川市　デジタル行政課"
    facts = dict(told["facts"])
    assert ("修了日" in facts) == (kind == "Course")
    assert facts.get("どのように", ["11月20日に参加しました。"]) == ["11月20日に参加しました。"]


@acceptance("12b")
def test_the_qr_code_leads_to_the_page_behind_the_link(tmp_path: Path) -> None:
    drawn = certificates.picture(a_certificate().files["qr.svg"])
    code = press.pressed(drawn, OF, instance_dir=tmp_path)
    assert extracting.extract(code).codes == (SHARED,)


def test_a_certificate_that_is_not_shown_has_no_qr_code() -> None:
    job = a_certificate(share_url="")
    assert "qr.svg" not in job.files
    assert SHARED not in str(job.files)


@acceptance("11b")
def test_a_childs_paper_holds_no_name_no_number_and_no_data(childs: bytes) -> None:
    reader = PdfReader(io.BytesIO(childs))
    words = "".join(reader.pages[0].extract_text().split())
    assert "なまえ" in words
    assert "さん" in words
    assert "二〇二六年十一月二十二日" in words
    assert "R8-" not in words
    assert dict(reader.attachments) == {}
    assert (round(reader.pages[0].mediabox.width), len(reader.pages)) == (595, 1)


@pytest.mark.parametrize(("taught", "is_read"), [(0, True), (2, True), (6, False), (None, False)])
def test_a_childs_paper_has_the_readings_that_the_child_needs(
    taught: int | None, *, is_read: bool
) -> None:
    assert ("ともだち" in a_child_certificate(taught=taught).files["data.json"]) is is_read


def test_an_achievement_becomes_a_png_that_takes_a_credential(tmp_path: Path) -> None:
    made = press.pressed(certificates.picture(a_sheet().image), OF, instance_dir=tmp_path)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (600, 600)
        assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    assert baking.credential_in_png(baking.bake_png(made, JWT)) == JWT.encode()


# -- what is kept ---------------------------------------------------------------------------------


def test_the_same_paper_is_made_once_and_kept_for_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = press.pressed(a_child_certificate(), OF, instance_dir=tmp_path)
    (kept,) = (tmp_path / press.FOLDER / str(OF)).iterdir()
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert kept.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(press, "_print", lambda _: b"made again")
    assert press.pressed(a_child_certificate(), OF, instance_dir=tmp_path) == first
    assert press.pressed(a_child_certificate(taught=6), OF, instance_dir=tmp_path) == b"made again"


def test_what_nobody_asked_for_in_a_month_goes_with_the_next_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_print", lambda _: b"made")
    for one in (OF, uuid.UUID(int=8)):
        press.pressed(a_certificate(), one, instance_dir=tmp_path)
    for one in (OF, uuid.UUID(int=8)):
        os.utime(tmp_path / press.FOLDER / str(one), (0, 0))
    press.pressed(a_certificate(), OF, instance_dir=tmp_path)  # asked for again
    press.pressed(a_certificate(), uuid.UUID(int=9), instance_dir=tmp_path)
    left = {path.name for path in (tmp_path / press.FOLDER).iterdir()}
    assert left == {str(OF), str(uuid.UUID(int=9))}


def test_a_paper_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(CannotPrint):
        press.pressed(a_certificate(), OF, instance_dir=tmp_path)
    assert not (tmp_path / press.FOLDER).exists()


def test_a_faulty_job_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(CannotPrint, match="SVG"):
        press.pressed(certificates.picture("<svg"), OF, instance_dir=tmp_path)
    assert not (tmp_path / press.FOLDER).exists()


def test_no_more_papers_are_made_at_once_than_there_are_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "WAIT_SECONDS", 0)
    with press.PLACES, press.PLACES, pytest.raises(TooBusy):
        press.pressed(a_certificate(), OF, instance_dir=tmp_path)


def test_who_is_erased_leaves_no_paper(session: Session, settings: Settings) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    user = a_citizen(session)
    credential = a_credential(session, user, signers)
    folder = settings.instance_dir / press.FOLDER / str(credential.id)
    folder.mkdir(parents=True)
    (folder / "paper").write_bytes(b"%PDF")
    keep_places(session, user.id)
    assert not folder.exists()
