"""The banks' pages: made, filled by hand and from files, narrowed, given out again."""

import uuid
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalog.models import LibraryCourse
from app.identity.models import Role
from app.identity.person import AUTHORING_ROLES
from app.identity.service import ensure_installation
from app.itembanks import service
from app.itembanks.item_text import NewItem, item_text
from app.itembanks.models import BankItem, ItemBank, ItemImport
from tests.client import PageClient, sign_in
from tests.factories.catalog import LESSON, NOW, PICTURE, a_version, course_files
from tests.factories.identity import (
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.itembanks import CHOICE, a_bank, an_item

HOME = "/banks/"
NOBODY = "00000000-0000-4000-8000-000000000000"
LIST = """\
種類,問い,選択肢1,説明1,選択肢2,説明2,正解,学年
1つ選ぶ,どれですか。,あ,そうです,い,ちがいます,1,3
数,いくつですか。,3,,,,,
絵,どこですか。,あ,,い,,1,
"""


@pytest.fixture
def keeper(client: PageClient, session: Session) -> uuid.UUID:
    """Sign an administrator of the city in."""
    boss = an_administrator(session)
    sign_in(client, boss)
    return boss.id


@pytest.fixture
def bank(session: Session, keeper: uuid.UUID) -> ItemBank:
    return a_bank(session, keeper)


def upload(client: PageClient, bank: ItemBank, name: str, data: bytes) -> str:
    """Send a file; return where it led."""
    sent = {"file": (BytesIO(data), name)}
    response = client.post(f"{HOME}{bank.id}/import", data=sent)
    assert response.status_code == 303
    return str(response.location)


@pytest.mark.parametrize("role", [r for r in Role if r not in AUTHORING_ROLES])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    for address in ("", NOBODY, f"{NOBODY}/import", f"items/{NOBODY}", "form.csv"):
        assert client.get(f"{HOME}{address}").status_code == 404


SEEN, TOLD, HIDDEN = 200, 403, 404
READ = ("", "/export", "/export/gift", "/export/csv", "/export/xlsx")
FILL = ("/new", "/import")


@pytest.mark.parametrize(
    ("whose", "read", "filled"),
    [("own", SEEN, SEEN), ("other's", HIDDEN, HIDDEN), ("city's", SEEN, TOLD)],
)
def test_a_teacher_uses_the_banks_of_the_school_and_draws_from_the_citys(
    client: PageClient, session: Session, whose: str, read: int, filled: int
) -> None:
    boss = an_administrator(session)
    school = a_school(session)
    place = {"own": school, "other's": a_school(session), "city's": a_city(session)}[whose]
    bank = a_bank(session, boss.id, organization=place, title="まもる問題")
    item = an_item(session, bank)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    sign_in(client, teacher)
    assert ("まもる問題" in client.see(HOME).text) is (read == SEEN)
    here, there = f"{HOME}{bank.id}", f"{HOME}items/{item.id}"
    assert {client.get(f"{here}{one}").status_code for one in READ} == {read}
    assert client.get(there).status_code == read
    assert {client.get(f"{here}{one}").status_code for one in FILL} == {filled}
    changed = {"source": CHOICE.replace("会いに", "家に会いに"), "number": "1"}
    posts = [(there, changed), (f"{there}/tags", {"grades": ["3"]})]
    posts += [(f"{here}/items", {"source": CHOICE}), (f"{here}/import/{NOBODY}", {"row": "1"})]
    codes = [client.post(address, data=data).status_code for address, data in posts]
    # of a list that is not there, a keeper is told that it is not
    assert codes == ([303, 303, 303, 404] if filled == SEEN else [filled] * 4)
    if read == SEEN:
        assert ("新しい版にする" in client.see(there).text) is (filled == SEEN)
        assert ("問題を書く" in client.see(here).text) is (filled == SEEN)


def test_a_teacher_makes_a_bank_for_the_school_alone(client: PageClient, session: Session) -> None:
    school, other = a_school(session), an_organization(session)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    a_post(session, teacher, other)  # a post without authoring
    sign_in(client, teacher)
    page = client.see(HOME)
    assert [one.get("value") for one in page.all("option")] == [str(school.id)]
    sent = {"title": "まもる", "organization": str(other.id), "license": "CC0"}
    assert client.post(HOME, data=sent).status_code == 422
    assert client.post(HOME, data={**sent, "organization": str(school.id)}).status_code == 303


def test_figures_are_for_who_may_author_the_course(client: PageClient, session: Session) -> None:
    ensure_installation(session, "http://localhost", NOW)
    school = a_school(session)
    bank = a_bank(session, an_administrator(session).id, organization=school, key="mamoru")
    item = an_item(session, bank)
    line = "::: choice #doko objective=mitsukeru"
    lesson = LESSON.replace(line, f"{line} bank=mamoru/doko@1")
    for slug in ("tameshi", "hoka"):
        a_version(session, course_files(lesson=lesson), slug=slug)
    session.add(LibraryCourse(slug="tameshi", organization_id=school.id))
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    sign_in(client, teacher)
    home = client.see("/authoring/")
    assert [link for name, link in home.links.items() if name == "統計"] == [
        f"{HOME}courses/tameshi"
    ]
    client.query_budget = 9  # a first look also reads the questions of the version
    assert "10人が答えるまでは、出しません" in client.see(f"{HOME}courses/tameshi").text
    for budget in (12, 8):  # a first look also reads the courses' files and questions
        client.query_budget = budget
        page = client.see(f"{HOME}items/{item.id}")
    assert "答えの統計" in page.text
    assert f"{HOME}courses/hoka" not in str(page.links)
    for method in (client.get, client.post):
        assert method(f"{HOME}courses/hoka").status_code == 404
    session.execute(sa.delete(LibraryCourse))
    assert (
        "この問題を使う講座を作る人だけが見られます" in client.see(f"{HOME}items/{item.id}").text
    )


def test_a_bank_is_made_and_what_is_missing_is_told(
    client: PageClient, session: Session, keeper: uuid.UUID
) -> None:
    page = client.see(HOME)
    place = next(one.get("value") for one in page.all("option"))
    refused = client.post(HOME, data={"title": "", "organization": place, "license": "CC0"})
    assert refused.status_code == 422
    assert "問題集の名前を書いてください" in refused.text
    wanted = {"title": "まもる", "organization": place, "license": "CC0", "key": "mamoru"}
    made = client.post(HOME, data=wanted)
    assert made.status_code == 303
    assert client.post(HOME, data=wanted).status_code == 422  # the key is taken
    assert session.scalars(sa.select(ItemBank.key)).all() == ["mamoru"]
    assert "まだ問題がありません" in client.see(made.location).text


def test_an_item_is_written_changed_and_tagged(client: PageClient, bank: ItemBank) -> None:
    client.see(f"{HOME}{bank.id}/new")
    lost = client.post(f"{HOME}{bank.id}/items", data={"source": "::: choice #a\nだけ"})
    assert lost.status_code == 422
    assert "::: choice #a" in lost.text
    made = client.post(f"{HOME}{bank.id}/items", data={"source": CHOICE})
    page = client.see(made.location)
    assert "そろっている" not in page.text
    newer = CHOICE.replace("会いに", "家に会いに")
    client.post(made.location, data={"source": newer, "number": "1"})
    late = client.post(made.location, data={"source": CHOICE + "\n", "number": "1"})
    assert late.status_code == 409
    tagged = client.post(f"{made.location}/tags", data={"grades": ["3"], "refs": "nothing@1/x"})
    assert tagged.status_code == 422
    client.post(f"{made.location}/tags", data={"grades": ["3", "8"], "refs": "digcomp@3.0/4.2"})
    assert "第2版" in client.see(made.location).text
    assert len(client.queries) <= 8
    assert "中学2年" in client.see(f"{HOME}{bank.id}").text


def test_a_bank_is_narrowed(client: PageClient, session: Session, bank: ItemBank) -> None:
    an_item(session, bank, grades=(3,), refs=("digcomp@3.0/4.2",))
    an_item(session, bank, CHOICE.replace("教えて", "見せて"), grades=(4,))
    for query, count in [
        ("", 2),
        ("?q=学校の", 2),
        ("?q=見せて", 1),
        ("?q=%25", 0),
        ("?grade=3", 1),
        ("?item=digcomp@3.0/4.2&kind=choice", 1),
        ("?kind=numeric", 0),
        ("?page=9", 0),
    ]:
        page = client.see(f"{HOME}{bank.id}{query}")
        assert page.text.count("doko") == count, query
        assert len(client.queries) <= 8


@pytest.mark.parametrize("codec", ["utf-8", "cp932"])
def test_a_list_is_shown_first_and_then_taken_in_whole(
    client: PageClient, session: Session, bank: ItemBank, codec: str
) -> None:
    client.see(f"{HOME}{bank.id}/import")
    where = upload(client, bank, "問題.csv", LIST.encode(codec))
    page = client.see(where)
    assert "4行目" in page.text
    assert "「絵」という種類は読めません" in page.text
    assert session.scalars(sa.select(BankItem)).all() == []
    client.post(where, data={})
    assert session.scalars(sa.select(BankItem)).all() == []
    client.post(where, data={"row": ["2", "3"]})
    found = session.scalars(sa.select(BankItem).order_by(BankItem.key)).all()
    assert [(one.key, one.kind, one.faults) for one in found] == [
        (f"{bank.key}-1", "choice", 0),
        (f"{bank.key}-2", "numeric", 2),
    ]
    assert session.scalars(sa.select(ItemImport)).all() == []
    assert client.post(where, data={"row": "2"}).status_code == 404  # taken once


def test_what_is_no_list_is_refused_beside_the_field(client: PageClient, bank: ItemBank) -> None:
    sent = {"file": (BytesIO(b"PK\x03\x04"), "a.xlsx")}
    refused = client.post(f"{HOME}{bank.id}/import", data=sent)
    assert refused.status_code == 422
    assert "Excelのブック（.xlsx）として読めません" in refused.text


def test_somebody_elses_list_is_not_seen(
    client: PageClient, session: Session, bank: ItemBank
) -> None:
    where = upload(client, bank, "a.csv", LIST.encode())
    sign_in(client, an_administrator(session))
    assert client.get(where).status_code == 404
    assert client.post(where, data={"row": "2"}).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_form_that_is_given_out_comes_in_again_whole(
    client: PageClient, bank: ItemBank, form: str
) -> None:
    data = client.get(f"{HOME}form.{form}").data
    page = client.see(upload(client, bank, f"a.{form}", data))
    assert "読めた問題（9問）" in page.text
    assert "読めなかった" not in page.text


@pytest.mark.parametrize("form", ["gift", "csv", "xlsx"])
def test_a_bank_that_is_given_out_comes_in_again(
    client: PageClient, session: Session, bank: ItemBank, form: str
) -> None:
    an_item(session, bank, grades=(3,), refs=("digcomp@3.0/4.2",))
    data = client.get(f"{HOME}{bank.id}/export/{form}").data
    where = upload(client, bank, f"a.{form}", data)
    client.post(where, data={"row": [str(row) for row in range(9)]})
    first, second = session.scalars(sa.select(BankItem)).all()
    assert first.words == second.words


SPOTS = """\
::: inline-choice #ana
まちの［ア］は［イ］です。

- **ア** #a
  - [x] 名前 #b
    > はい。
  - [ ] 形 #c
    > いいえ。
- **イ** #d
  - [x] 犀川 #e
    > はい。
  - [ ] 山 #f
    > いいえ。
:::
"""


def test_what_a_file_would_not_hold_is_told_by_question_before_and_in_it(
    client: PageClient, session: Session, bank: ItemBank
) -> None:
    an_item(session, bank)
    an_item(session, bank, SPOTS)
    an_item(session, bank, CHOICE.replace("学校の", "**{学校|がっこう}**の").replace("doko", "ko"))
    page = client.see(client.see(f"{HOME}{bank.id}").links["ファイルにする"])
    assert len(client.queries) <= 8
    assert page.text.count("3問のうち2問が入ります") == 2
    assert page.text.count("この1問は、ファイルに入りません") == 2
    assert page.text.count("入らないもの：付けたふりがな、太字・リンクなどの形") == 2
    text = client.get(f"{HOME}{bank.id}/export/gift").text
    assert "// ana: 空らんが1つで、文の終わりにないものだけを、GIFTに書けます。" in text
    assert client.get(f"{HOME}{bank.id}/export/doc").status_code == 404


def test_a_picture_is_shown_to_whoever_sees_the_item_and_told_where_no_file_can_hold_it(
    client: PageClient, session: Session, bank: ItemBank
) -> None:
    picture = PICTURE.format("<circle r='3'/>").encode()
    source = CHOICE.replace("教えては", "![名札](assets/e.svg) 教えては")
    assert client.post(f"{HOME}{bank.id}/items", data={"source": source}).status_code == 422
    assert "「assets/e.svg」というファイルは、この問題にはありません" in client.page.text
    files = {"assets/e.svg": picture}
    new = NewItem(item_text(source, files), files=files)
    item = service.add_items(session, bank.id, [new], by=bank.created_by_id, now=NOW)[0]
    here = f"{HOME}items/{item.id}"
    shown = next(one.get("src") or "" for one in client.see(here).all("img"))
    served = client.get(shown)
    assert (served.data, served.mimetype) == (picture, "image/svg+xml")
    assert client.get(shown.replace(".svg", ".png")).status_code == 404
    newer = {"source": source.replace("会いに", "家に会いに"), "number": "1"}
    assert client.post(here, data=newer).status_code == 303
    assert shown in {one.get("src") for one in client.see(here).all("img")}
    out = client.see(f"{HOME}{bank.id}/export")
    assert out.text.count("絵のある問題は、ファイルに書けません。") == 2
    sign_in(client, a_clerk(session))
    assert client.get(shown).status_code == 404


def test_a_question_of_a_published_course_is_taken_with_its_tags(
    client: PageClient, session: Session, bank: ItemBank
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    a_version(session)
    for budget in (9, 8):  # a first look also reads the questions of the version
        client.query_budget = budget
        page = client.see(f"{HOME}courses/tameshi")
    assert "10人が答えるまでは、出しません" in page.text
    made = client.post(f"{HOME}courses/tameshi", data={"key": "doko", "bank": str(bank.id)})
    assert made.status_code == 303
    assert "digcomp@3.0/4.2" in client.see(made.location).text
    lost = client.post(f"{HOME}courses/tameshi", data={"key": "nothing", "bank": str(bank.id)})
    assert lost.status_code == 404
    assert client.get(f"{HOME}courses/nothing").status_code == 404
    assert client.get(f"{HOME}courses/tameshi?version=9").status_code == 404
