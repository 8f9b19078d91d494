import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import transaction
from app.identity import queries as identity
from app.identity.models import User
from app.identity.service import ensure_installation
from app.lrs import queries as lrs
from app.xapi.statement import Agent
from tests.client import PageClient
from tests.factories.catalog import AUTHOR, COURSE, PLAN, a_version, course_files
from tests.factories.identity import a_child, a_citizen, a_clerk, sign_in
from tests.factories.learning import NOON, RIGHT, WRONG, a_run, answer, finish_lessons


def as_actor(session: Session, learner: User) -> Agent:
    return Agent(identity.installation(session).actor_home_page, str(learner.actor_name))


@pytest.fixture
def learner(app: Flask, client: PageClient) -> User:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        a_version(session)
        user = a_citizen(session)
    sign_in(client, user)
    client.query_budget = 12  # the very first look at a lesson also writes
    return user


def begin(client: PageClient) -> str:
    """Begin the little course; return the address of its first step."""
    response = client.post("/courses/tameshi/start")
    assert response.status_code == 303
    return str(response.location)


def test_a_visitor_reads_what_a_course_teaches_and_is_asked_to_come_in_to_begin(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        a_version(session)
    page = client.get("/courses/tameshi")
    assert "教えないものを見つけられる" in page.text
    begun = client.post("/courses/tameshi/start")
    assert begun.status_code == 302
    assert "/sign-in" in begun.location


def test_the_page_of_a_course_says_who_made_it_where_the_course_does(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        a_version(session)
        a_version(session, course_files(course=COURSE + AUTHOR), slug="shinise")
    assert "つくった人：雪つり箔店（老舗）" in client.get("/courses/shinise").text
    assert "つくった人" not in client.get("/courses/tameshi").text


def test_a_courses_papers_stand_on_its_page_and_open_with_the_readers_furigana(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        a_version(session, course_files(**{"plan.md": PLAN}))
    assert "45分の指導案" in client.see("/courses/tameshi").text
    page = client.get("/courses/tameshi/plan")
    assert "端末を用意します" in page.text
    assert "<ruby>" not in page.text
    client.post("/settings/view", data={"ruby": "all"})
    assert "<ruby>準備<" in client.get("/courses/tameshi/plan").text
    for nowhere in ("tameshi/family", "nazo/plan"):
        assert client.get(f"/courses/{nowhere}").status_code == 404


def test_the_first_look_at_a_lesson_is_recorded_once(client: PageClient, learner: User) -> None:
    address = begin(client)
    client.get(address)
    client.get(address)
    with transaction() as session:
        rows = lrs.statements_about(session, as_actor(session, learner)).rows
    assert [row.verb.rsplit("/", 1)[-1] for row in rows] == ["initialized", "initialized"]


def test_a_wrong_answer_is_nearly_right_with_its_reason_and_the_place_to_look(
    client: PageClient, learner: User
) -> None:
    address = begin(client)
    page = client.post(f"{address}/answers", data={"chosen": "kyara"})
    assert page.status_code == 200
    assert "おしい" in page.text
    assert "だいじょうぶ。" in page.text
    assert 'href="#see-doko"' in page.text
    assert "会いに来られます" not in page.text, "the right option's reason gives the answer away"
    assert "×" not in page.text


def test_the_page_never_tells_the_right_answer_before_it_is_given(
    client: PageClient, learner: User
) -> None:
    address = begin(client)
    page = client.get(address)
    assert "会いに来られます" not in page.text
    assert "よくできました" not in page.text


def test_htmx_gets_only_the_screen_and_a_plain_browser_the_whole_page(
    client: PageClient, learner: User
) -> None:
    address = begin(client)
    part = client.post(
        f"{address}/answers", data={"chosen": "gakko"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.text
    assert "よくできました" in part.text
    assert "<html" in client.post(f"{address}/answers", data={"chosen": "gakko"}).text


def test_an_empty_answer_is_asked_for_again(client: PageClient, learner: User) -> None:
    page = client.post(f"{begin(client)}/answers", data={})
    assert page.status_code == 422
    assert "えらんで" in page.text


@pytest.mark.parametrize(
    "forged", [{"chosen": "none-such"}, {"chosen": ["kyara", "gakko"]}, {"text": "x" * 300}]
)
def test_a_forged_answer_is_refused_kindly_and_not_recorded(
    client: PageClient, learner: User, forged: dict[str, str]
) -> None:
    page = client.post(f"{begin(client)}/answers", data=forged)
    assert page.status_code == 422
    with transaction() as session:
        rows = lrs.statements_about(session, as_actor(session, learner)).rows
    assert "answered" not in "".join(row.verb for row in rows)


def test_order_is_changed_by_buttons_without_javascript(client: PageClient, learner: User) -> None:
    address = begin(client).removesuffix("1") + "2"
    shown = ["hanasu", "tomaru", "kangaeru"]
    page = client.post(f"{address}/answers", data={"chosen": shown, "move": "tomaru:up"})
    assert page.text.index('value="tomaru"') < page.text.index('value="hanasu"')
    with transaction() as session:
        rows = lrs.statements_about(session, as_actor(session, learner)).rows
    assert "answered" not in "".join(row.verb for row in rows)
    right = client.post(f"{address}/answers", data={"chosen": list(RIGHT["junban"])})
    assert "そのとおり" in right.text


def test_a_typed_answer_may_be_written_in_another_width(client: PageClient, learner: User) -> None:
    address = begin(client).removesuffix("1") + "4"
    assert "そのとおり" in client.post(f"{address}/answers", data={"text": "１８８ "}).text
    assert "センターの番号です" in client.post(f"{address}/answers", data={"text": "119"}).text


def test_another_learners_run_does_not_exist(client: PageClient, learner: User) -> None:
    with transaction() as session:
        other = a_run(session)
        address = f"/learn/{other.registration.id}"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/nani/1").status_code == 404
    assert client.post(f"{address}/nani/1/answers", data={"chosen": "gakko"}).status_code == 404
    assert client.post(f"{address}/nani/1/next").status_code == 404
    assert client.get(f"{address}/finished").status_code == 404


@pytest.mark.parametrize("place", ["nani/99", "nani/0", "no-such/1"])
def test_a_step_that_does_not_exist_is_a_kind_404(
    client: PageClient, learner: User, place: str
) -> None:
    address = begin(client).rsplit("/", 2)[0]
    assert client.get(f"{address}/{place}").status_code == 404


def test_leaving_the_last_step_of_the_last_missing_lesson_ends_at_the_closing_page(
    client: PageClient, learner: User
) -> None:
    with transaction() as inner:
        own = a_run(inner, learner=learner)
        for key, response in RIGHT.items():
            answer(inner, own, key, response)
    base = f"/learn/{own.registration.id}"
    for step in range(1, own.course.lessons[0].steps + 1):
        client.post(f"{base}/nani/{step}/next")
    done = client.post(f"{base}/matome/1/next")
    assert done.location.endswith("/finished")
    page = client.get(done.location)
    assert "教えないものを見つけられる" in page.text


def test_the_course_page_says_why_it_is_not_complete_in_every_state(
    client: PageClient, learner: User
) -> None:
    begin(client)
    page = client.get("/courses/tameshi").text
    assert "あと3つ" in page
    with transaction() as session:
        own = a_run(session, learner=learner)
        finish_lessons(session, own)
        answer(session, own, "doko", RIGHT["doko"], minutes=50)
        answer(session, own, "dore", WRONG["dore"], minutes=51)
    page = client.get("/courses/tameshi").text
    assert "あと1つ" in page
    assert "2問で合格。いま1問なので、あと1問" in page
    with transaction() as session:
        own = a_run(session, learner=learner)
        answer(session, own, "dore", RIGHT["dore"], minutes=52)
    assert "なぜ、まだ修了ではないのですか" not in client.get("/courses/tameshi").text


def test_staff_courses_are_for_staff_and_children_take_childrens(
    app: Flask, client: PageClient
) -> None:
    course = course_files()["course.toml"].decode()
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        staff = course.replace('"citizen"', '"staff"')
        a_version(session, course_files(course=staff), slug="shigoto")
        a_version(session)
        people = a_citizen(session), a_child(session), a_clerk(session)
    expected = {"shigoto": [404, 404, 303], "tameshi": [303, 404, 303]}
    for slug, answers in expected.items():
        for person, status in zip(people, answers, strict=True):
            sign_in(client, person)
            assert client.post(f"/courses/{slug}/start").status_code == status


def test_a_lesson_page_costs_few_queries_however_much_was_learned(
    client: PageClient, learner: User
) -> None:
    address = begin(client)
    client.get(address)
    client.get(address)
    assert len(client.queries) <= 4, client.queries


def test_my_data_shows_every_statement_about_me_and_none_about_others(
    client: PageClient, learner: User
) -> None:
    with transaction() as session:
        own = a_run(session, learner=learner)
        answer(session, own, "doko", RIGHT["doko"])
        other = a_run(session)
        answer(session, other, "bango", WRONG["bango"])
    page = client.get("/my/data")
    assert "答えた" in page.text
    assert str(learner.actor_name) in page.text
    assert str(other.run.actor.name) not in page.text


def test_the_course_page_leads_to_the_statements_its_progress_was_computed_from(
    client: PageClient, learner: User
) -> None:
    with transaction() as session:
        own = a_run(session, learner=learner)
        answer(session, own, "doko", RIGHT["doko"])
        other = a_run(session)
    address = f"/my/data/{own.registration.id}"
    assert address in client.get("/courses/tameshi").text
    page = client.get(address)
    assert "答えた" in page.text
    assert page.text.count("もとのデータ</span>") == 2
    assert client.get(f"/my/data/{other.registration.id}").status_code == 404
