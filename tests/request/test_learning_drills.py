"""A drill on its page: one drawn question at a time, what counts, and what is refused kindly."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.db import transaction
from tests.client import PageClient
from tests.factories import subete
from tests.factories.identity import a_child, sign_in

if TYPE_CHECKING:
    from app.catalog.drills import Drill
    from app.identity.models import User

LESSON, STEP = subete.where("renshu")
RULE = "さいごの3問のうち、2問できたら、おわりです"
MASTERED = "さいごの3問のうち、2問できました"
STALE = "その問題は、もうつぎへすすんでいます"


@pytest.fixture
def learner(app: Flask, client: PageClient) -> "User":
    with transaction() as session:
        subete.publish(session)
        user = a_child(session, grade=4)
    sign_in(client, user)
    return user


@pytest.fixture
def run(client: PageClient, learner: "User") -> str:
    """Return the address of a run just begun, whose drill was opened."""
    begun = client.post("/courses/subete/start")
    address = str(begun.location).rsplit("/", 2)[0]
    client.query_budget = 12  # the very first look at a lesson also writes
    client.get(f"{address}/{LESSON}/{STEP}")
    client.query_budget = 8
    return address


def the_drill() -> "Drill":
    return subete.the_drill()


def shown(client: PageClient) -> tuple[str, int]:
    """Return the question on the screen, and its number among those drawn."""
    text = "".join(client.page.text.split())
    (key,) = [q.key for q in the_drill().questions if "".join(q.prompt.plain.split()) in text]
    (number,) = [
        one.attributes["value"]
        for one in client.page.all("input")
        if one.attributes.get("name") == "number"
    ]
    return key, int(number or 0)


def answer(client: PageClient, address: str, *, right: bool) -> None:
    """Answer the question on the screen."""
    key, number = shown(client)
    response = subete.RIGHT_DRAWN[key] if right else subete.WRONG_DRAWN[key]
    data = {**subete.sent(key, response), "number": [str(number)]}
    assert client.post(f"{address}/answers", data=data).status_code == 200


def says(client: PageClient, text: str) -> bool:
    return "".join(text.split()) in "".join(client.page.text.split())


def test_one_question_stands_on_the_screen_until_enough_are_right(
    client: PageClient, run: str
) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.see(address)
    assert len(client.queries) <= 8
    assert says(client, RULE)
    first = shown(client)
    assert first[1] == 1
    answer(client, address, right=False)
    assert says(client, "おしい")
    assert shown(client) == first
    client.see(address)
    second = shown(client)
    assert second[1] == 2
    assert second[0] != first[0]
    answer(client, address, right=True)
    assert says(client, "そのとおり")
    assert not says(client, MASTERED)
    client.see(address)
    answer(client, address, right=True)
    assert says(client, MASTERED)
    assert client.post(f"{address}/next").status_code == 303
