"""A drill on its page: one drawn question at a time, what counts, and what is refused kindly."""

import threading
import uuid
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import db, transaction
from app.identity.models import User
from app.identity.service import ensure_installation
from app.learning import queries, service
from app.learning.models import Registration
from app.learning.rules import Progress
from tests.client import PageClient
from tests.factories import subete
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_child, sign_in
from tests.factories.learning import NOON
from tests.request.drill import answer, shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.kept import Begin

LESSON, STEP = subete.where("renshu")
RULE = "さいごの3問のうち、2問できたら、おわりです"
MASTERED = "さいごの3問のうち、2問できました"
STALE = "その問題は、もうつぎへすすんでいます"
ASKED: Final = {"itsu": "夕方に、家へ帰りますか。", "dochira": "夕方に、森へ行きますか。"}
_BANK: Final = "\n".join(
    f"::: choice #{key}\n{text}\n\n"
    f"- [x] はい #{key}-hai\n  > はい。\n- [ ] いいえ #{key}-iie\n  > はい。\n:::\n"
    for key, text in ASKED.items()
)
A_DRILL: Final = {
    "bank/yugata.md": _BANK,
    "010-jibun/030-hyaku.md": (
        '+++\ntitle = "百回"\nminutes = 3\nobjectives = []\n+++\n\n'
        "::: drill #hyakkai from=yugata mastery=1/2\n:::\n"
    ),
}
"""A course of the city's, open to visitors, with a drill."""


@pytest.fixture
def learner(begin: "Begin", client: PageClient, session: "Session") -> User:
    def published() -> uuid.UUID:
        with transaction() as within:
            subete.publish(within)
            return a_child(within, grade=4).id

    user = session.get_one(User, begin("learner", published))
    sign_in(client, user)
    return user


@pytest.fixture
def run(client: PageClient, learner: User) -> str:
    """Return the address of a run just begun, whose drill was opened."""
    begun = client.post("/courses/subete/start")
    address = str(begun.location).rsplit("/", 2)[0]
    client.query_budget = 12  # the very first look at a lesson also writes
    client.get(f"{address}/{LESSON}/{STEP}")
    client.query_budget = 8
    return address


def progress_of(run: str) -> Progress:
    db.session.rollback()
    found = db.session.get_one(Registration, uuid.UUID(run.rsplit("/", 1)[-1]))
    return Progress.from_json(found.progress)


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


def test_coming_back_shows_the_very_question_that_was_left(client: PageClient, run: str) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.see(address)
    answer(client, address, right=False)
    client.see(address)
    left = shown(client)
    assert not says(client, "おしい。")
    client.get("/courses/subete")
    resumed = client.get(run)
    assert str(resumed.location).endswith(f"{LESSON}/{STEP}")
    client.see(address)
    assert shown(client) == left


def test_the_question_answered_last_can_be_seen_again_with_why(
    client: PageClient, run: str
) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.see(address)
    first = shown(client)
    answer(client, address, right=True)
    client.see(address)
    client.see(f"{address}?number=1")
    assert shown(client) == first
    assert says(client, "そのとおり")
    client.see(f"{address}?number=7")
    assert shown(client)[1] == 2


def test_another_try_at_a_question_counts_for_nothing(client: PageClient, run: str) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.see(address)
    answer(client, address, right=False)
    answer(client, address, right=True)
    assert says(client, "そのとおり")
    client.see(address)
    answer(client, address, right=True)
    assert not says(client, MASTERED)
    assert progress_of(run).drills["renshu"].results == "01"


def test_what_is_mastered_stays_so_and_may_go_on(client: PageClient, run: str) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    for right in (True, True, False, False, False):
        client.see(address)
        answer(client, address, right=right)
    assert says(client, MASTERED)
    client.see(address)
    assert says(client, MASTERED)


@pytest.mark.parametrize("number", ["", "0", "1", "9", "-1", "なに"])
def test_an_answer_to_a_question_that_is_not_the_drawn_one_is_refused_kindly(
    client: PageClient, run: str, number: str
) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    for _ in range(2):
        client.see(address)
        answer(client, address, right=False)
    client.see(address)
    waiting = shown(client)
    data = {"chosen": ["miseru"], "text": ["3"], "number": [number]}
    refused = client.post(f"{address}/answers", data=data)
    assert refused.status_code == 422
    assert says(client, STALE)
    assert shown(client) == waiting
    assert progress_of(run).drills["renshu"].results == "00"


def test_keys_that_the_drawn_question_does_not_offer_are_refused_kindly(
    client: PageClient, run: str
) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.see(address)
    key, number = shown(client)
    data = {"chosen": ["nazo"], "text": [""], "number": [str(number)]}
    assert client.post(f"{address}/answers", data=data).status_code == 422
    assert shown(client) == (key, number)
    assert progress_of(run).drills == {}


def test_of_two_tabs_that_answer_at_once_one_counts(
    app: Flask, client: PageClient, learner: User, run: str
) -> None:
    address, start = f"{run}/{LESSON}/{STEP}", threading.Barrier(2)
    client.see(address)
    key, _ = shown(client)
    tabs = [FlaskClient(app, app.response_class) for _ in range(2)]
    for tab in tabs:
        sign_in(tab, learner)
    app.config["WTF_CSRF_ENABLED"] = False
    statuses: list[int] = []

    def send(tab: int) -> None:
        start.wait(10)
        given = (subete.RIGHT_DRAWN if tab else subete.WRONG_DRAWN)[key]
        data = {**subete.sent(key, given), "number": ["1"]}
        statuses.append(tabs[tab].post(f"{address}/answers", data=data).status_code)

    threads = [threading.Thread(target=send, args=[n]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200, 200]
    progress = progress_of(run)
    assert len(progress.drills["renshu"].results) == 1
    assert progress.items[key].attempts == 2


def test_a_drill_left_unfinished_is_named_with_the_way_to_it(client: PageClient, run: str) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    client.get("/courses/subete")
    assert says(client, RULE)
    client.see(address)
    answer(client, address, right=True)
    assert client.post(f"{address}/next").status_code == 303
    page = client.get("/courses/subete")
    assert says(client, "できたら、おわりです。いま1問です")
    assert f'href="{address}"' in page.text
    client.see(address)
    answer(client, address, right=True)
    client.get("/courses/subete")
    assert not says(client, RULE)


def test_the_statements_tell_all_that_is_kept_of_a_drill(
    client: PageClient, learner: User, run: str, session: "Session"
) -> None:
    address = f"{run}/{LESSON}/{STEP}"
    for right in (False, True, True):
        client.see(address)
        answer(client, address, right=right)
        answer(client, address, right=True)
    run_id = uuid.UUID(run.rsplit("/", 1)[-1])
    own = queries.own_run(session, run_id, learner_id=learner.id)
    assert not service.rebuild(session, own, check=True)
    told = [one for one in queries.statements_of_run(session, own) if "/r-" in one["object"]["id"]]
    assert len(told) == 6
    assert all(
        f"{own.run.course.id}/renshu"
        in [a["id"] for a in one["context"]["contextActivities"]["grouping"]]
        for one in told
    )


def test_a_visitor_answers_the_first_drawn_question_and_has_begun(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        version = a_version(session, course_files(**A_DRILL))
        address = f"/learn/{version.id}/hyaku/1"
    client.see(address)
    assert says(client, "最後の2問のうち、1問できたら終わりです")
    (asked,) = [key for key, text in ASKED.items() if says(client, text)]
    data = {"chosen": f"{asked}-hai", "number": "1"}
    answered = client.post(f"{address}/answers", data=data)
    assert answered.status_code == 307
    answered = client.post(str(answered.location), data=data)
    assert answered.status_code == 200
    assert says(client, ASKED[asked])
    assert says(client, "先へ進めます")


def test_on_paper_stands_all_that_a_drill_may_ask(client: PageClient, run: str) -> None:
    client.see(f"/courses/subete/lessons/{LESSON}/print")
    for question in subete.the_drill().questions:
        assert says(client, question.prompt.plain)
        assert not any(says(client, o.explanation.plain) for o in question.options.values())
