"""Those who do not type yet press words and cards; what is no answer is told kindly."""

from html import unescape

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import transaction
from app.identity.models import User
from tests.client import PageClient
from tests.factories import subete
from tests.factories.identity import a_child, sign_in


def a_learner(client: PageClient, *, grade: int) -> str:
    """Let a child of this grade begin the sample course; return the address of the run."""
    with transaction() as session:
        own = subete.a_run(session, learner=a_child(session, grade=grade))
        learner = session.get_one(User, own.registration.learner_id)
    sign_in(client, learner)
    client.query_budget = 12
    return f"/learn/{own.registration.id}"


def at(run: str, key: str) -> str:
    lesson, number = subete.where(key)
    return f"{run}/{lesson}/{number}"


def is_shown(client: PageClient, text: str) -> bool:
    return text in unescape("".join(client.page.text.split()))


def typed(client: PageClient, address: str) -> dict[str, str]:
    """Return value → type of the fields into which an answer goes."""
    fields = [one for one in client.see(address).all("input") if one.get("name") == "text"]
    return {one.get("value"): one.get("type") for one in fields}


@pytest.mark.parametrize("ruby", ["none", "all"])
@pytest.mark.parametrize("grade", [1, 3])
def test_whoever_does_not_type_yet_presses_words_whatever_furigana_they_chose(
    app: Flask, client: PageClient, grade: int, ruby: str
) -> None:
    run = a_learner(client, grade=grade)
    assert client.post("/settings/view", data={"ruby": ruby}).status_code == 303
    assert typed(client, at(run, "bango")) == dict.fromkeys(("188", "いやや", "110"), "radio")
    assert typed(client, at(run, "keta")) == dict.fromkeys(("3", "2"), "radio"), "no range"
    client.post(f"{at(run, 'keta')}/answers", data={"text": "2"})
    assert is_shown(client, "おしい")
    client.post(f"{at(run, 'keta')}/answers", data={"text": "3"})
    assert is_shown(client, "そのとおり")


def test_from_grade_4_on_words_are_typed(app: Flask, client: PageClient) -> None:
    run = a_learner(client, grade=4)
    assert typed(client, at(run, "bango")) == {"": "text"}
    assert typed(client, at(run, "keta")) == {"": "text"}


def test_cards_and_a_text_are_both_kept_until_one_is_chosen(
    app: Flask, client: PageClient, session: Session
) -> None:
    run = a_learner(client, grade=4)
    address = at(run, "riyu")
    assert client.see(address).all("textarea")
    both = client.post(f"{address}/answers", data={"chosen": ["basho"], "text": "家がわかるから"})
    assert both.status_code == 422
    assert is_shown(client, "カードと文のどちらか一つで答えます。")
    assert "家がわかるから" in client.page.all("textarea")[0].text
    ticked = [one.get("value") for one in client.page.all("input") if "checked" in one.attributes]
    assert ticked == ["basho"]
    for one in ({"chosen": ["basho"], "text": " "}, {"text": "家がわかるから"}):
        assert client.post(f"{address}/answers", data=one).status_code == 200
        assert is_shown(client, "答えをとっておきました")


@pytest.mark.parametrize(
    ("key", "chosen"),
    [
        ("bango", ["zz"]),
        ("riyu", ["basho", "zz"]),
        ("dore", ["zz"]),
        ("junban", ["zz"]),
        ("junban", ["zz", "tomaru"]),
        ("junban", ["tomaru"]),
        ("junban", ["tomaru", "tomaru", "hanasu"]),
    ],
)
def test_a_forged_move_moves_nothing_and_is_refused_kindly(
    app: Flask, client: PageClient, key: str, chosen: list[str]
) -> None:
    address = at(a_learner(client, grade=4), key)
    forged = {"move": f"{chosen[0]}:up", "chosen": chosen}
    assert client.post(f"{address}/answers", data=forged).status_code == 422


@pytest.mark.parametrize("grade", [2, 4])
def test_a_course_whose_tries_run_out_says_nothing_of_no_limit(
    app: Flask, client: PageClient, grade: int
) -> None:
    a_learner(client, grade=grade)
    client.see("/courses/subete")
    assert is_shown(client, "しばらくすると、またこたえられます。")
    assert not is_shown(client, "なんかいやっても")
