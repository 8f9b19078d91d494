"""The pages on which questions go between a draft and the banks."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import service
from app.authoring.models import Draft, DraftFile, DraftState
from app.itembanks.models import BankItem, ItemBank
from tests.client import PageClient, sign_in
from tests.factories.catalog import NOW, a_version
from tests.factories.identity import a_clerk, an_administrator
from tests.factories.itembanks import CHOICE, a_bank, an_item

LESSON = "010-jibun/020-matome.md"


@pytest.fixture
def author(client: PageClient, session: Session) -> uuid.UUID:
    boss = an_administrator(session)
    sign_in(client, boss)
    return boss.id


@pytest.fixture
def draft(session: Session, author: uuid.UUID) -> Draft:
    a_version(session)
    return service.start_draft(session, "tameshi", by=author, now=NOW)


@pytest.fixture
def bank(session: Session, author: uuid.UUID) -> ItemBank:
    return a_bank(session, author, key="mamoru")


def text_of(session: Session, path: str) -> str:
    data = session.scalars(sa.select(DraftFile.data).where(DraftFile.path == path)).one()
    return data.decode()


def test_a_question_is_chosen_put_in_and_brought_up_to_date(
    client: PageClient, session: Session, draft: Draft, bank: ItemBank
) -> None:
    item = an_item(session, bank, grades=(3,))
    page = client.see(f"/authoring/{draft.id}")
    questions = page.links["問題"]
    page = client.see(questions)
    assert len(client.queries) <= 8
    choose = page.links["個人情報の問題（1問）"]
    client.see(f"{choose}?grade=4")
    client.see(choose)
    assert len(client.queries) <= 8
    assert client.post(f"{choose}/insert", data={"path": LESSON}).status_code == 422
    sent = {"path": LESSON, "objective": "mitsukeru", "item": [str(item.id), "nonsense"]}
    assert client.post(f"{choose}/insert", data=sent).status_code == 303
    assert "bank=mamoru/doko@1" in text_of(session, LESSON)
    newer = {"source": CHOICE.replace("会いに", "家に会いに"), "number": "1"}
    client.post(f"/banks/items/{item.id}", data=newer)
    assert "新しい版があります" in client.see(questions).text
    client.post(f"{questions}/doko-2/renew")
    assert "bank=mamoru/doko@2" in text_of(session, LESSON)
    lost = client.post(f"{questions}/doko-2/renew", follow_redirects=True)
    assert "もうここにありません" in lost.text


def test_a_practice_is_drawn_and_what_is_wrong_is_told(
    client: PageClient, session: Session, draft: Draft, bank: ItemBank
) -> None:
    for _ in range(3):
        an_item(session, bank)
    address = f"/authoring/{draft.id}/banks/{bank.id}/draw"
    sent = {"path": LESSON, "key": "Renshu", "count": "2", "needed": "2", "last": "2"}
    refused = client.post(address, data=sent)
    assert refused.status_code == 422
    assert 'value="Renshu"' in refused.text
    made = client.post(address, data={**sent, "key": "renshu"})
    assert made.status_code == 303
    assert "::: drill #renshu-renshu from=renshu mastery=2/2" in text_of(session, LESSON)
    assert text_of(session, "bank/renshu.md").count("::: choice") == 2


def test_a_question_of_a_draft_is_taken_into_a_bank(
    client: PageClient, session: Session, draft: Draft, bank: ItemBank
) -> None:
    address = f"/authoring/{draft.id}/questions"
    assert "問題集に入れる" in client.see(address).text
    client.post(f"{address}/doko/take", data={"bank": "nonsense"})
    client.post(f"{address}/doko/take", data={"bank": str(bank.id)})
    assert session.scalars(sa.select(BankItem.key)).all() == ["doko"]
    draft.state = DraftState.PUBLISHED
    draft.published_version_id = draft.base_version_id
    closed = client.post(f"{address}/junban/take", data={"bank": str(bank.id)})
    assert closed.status_code == 303
    assert session.scalars(sa.select(BankItem.key)).all() == ["doko"]


def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, draft: Draft, bank: ItemBank
) -> None:
    sign_in(client, a_clerk(session))
    for address in ("questions", f"banks/{bank.id}"):
        assert client.get(f"/authoring/{draft.id}/{address}").status_code == 404
    for address in ("questions/doko/renew", "questions/doko/take", f"banks/{bank.id}/insert"):
        assert client.post(f"/authoring/{draft.id}/{address}").status_code == 404
