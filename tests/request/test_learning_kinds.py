"""Every kind of question on its page: what is told when, what is kept, and what is refused."""

import threading
import uuid
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.catalog.files import KINDS, POLICY
from app.catalog.kept import Kept
from app.catalog.questions import Question
from app.catalog.sources.compile import ASSET_KINDS
from app.classes.models import EnrollmentRole
from app.db import transaction
from app.identity import queries as identity
from app.identity.models import Role, User
from app.items.kinds import kind_of
from app.learning.queries import dilemma
from app.lrs import queries as lrs
from app.lrs.models import StoredStatement
from app.xapi.statement import Agent
from tests.client import PageClient
from tests.factories import subete
from tests.factories.classes import a_class, an_enrollment
from tests.factories.identity import a_child, a_post, a_school, a_user, sign_in
from tests.factories.subete import RIGHT, WRONG, choose, sent, the_question
from tests.kept import Begin

UNREAD = "読み取れませんでした。"
HELD = {
    "kuran": {"to-a": "oshieru"},
    "kumi": {"to-miseru": "mail", "to-kotowaru": "aikotoba"},
    "wakeru": {"to-sora": "yoi"},
    "jushinbako": {"to-game": "genuine"},
    "darega": {"to-obasan": "sees"},
    "shirabe": {"to-nikki": "trust"},
    "ai": {"to-yuki": "wrong"},
}
"""Question → an answer in which something is missing still."""
ASSUMED = {"toroku", "aikotoba-tsukuri"}
"""In these, what is not chosen is left out, as in the form that they imitate."""


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see what another one counted within the same minute."""
    monkeypatch.setattr(dilemma, "_COUNTED", Kept[tuple[str, int], dict[str, int]](500))


@pytest.fixture
def learner(begin: Begin, client: PageClient, session: Session) -> User:
    def published() -> uuid.UUID:
        with transaction() as within:
            subete.publish(within)
            return a_child(within, grade=4).id

    user = session.get_one(User, begin("learner", published))
    sign_in(client, user)
    return user


@pytest.fixture
def run(begin: Begin, client: PageClient, learner: User) -> str:
    """Return the address of a run just begun, each lesson of which was opened."""
    assert learner

    def opened() -> str:
        begun = client.post("/courses/subete/start")
        address = str(begun.location).rsplit("/", 2)[0]
        client.query_budget = 12  # the very first look at a lesson also writes
        for lesson in subete.the_lessons():
            client.get(f"{address}/{lesson.key}/1", follow_redirects=True)
        client.query_budget = 8
        return address

    return begin("run", opened)


def at(run: str, key: str) -> str:
    lesson, number = subete.where(key)
    return f"{run}/{lesson}/{number}"


def said(session: Session, learner: User) -> list[str]:
    """Return the verbs that were recorded of answers."""
    home = identity.installation(session).actor_home_page
    rows = lrs.statements_about(session, Agent(home, str(learner.actor_name))).rows
    verbs = [row.verb.rsplit("/", 1)[-1] for row in rows]
    return [verb for verb in verbs if verb in {"answered", "responded"}]


def secrets(question: Question) -> list[str]:
    """Return what gives the right answer away: explanations, and the closing remark."""
    texts = [text.explanation.plain for text in question.options.values() if text.explanation]
    if question.closing is not None:
        texts.append(question.closing.plain)
    return [text.strip() for text in texts if text.strip()]


def shown(client: PageClient) -> str:
    return unescape("".join(client.page.text.split()))


def is_shown(client: PageClient, text: str) -> bool:
    return "".join(text.split()) in shown(client)


@pytest.mark.parametrize("key", RIGHT)
def test_a_question_tells_nothing_before_its_answer_and_costs_few_statements(
    client: PageClient, run: str, key: str
) -> None:
    client.see(at(run, key))
    assert len(client.queries) <= 8
    for secret in secrets(the_question(key)):
        assert not is_shown(client, secret), secret
        assert secret not in client.page.html
    assert not any("checked" in one.attributes for one in client.page.all("input"))


@pytest.mark.parametrize("key", RIGHT)
def test_a_right_answer_is_told_right_and_kept(
    client: PageClient, learner: User, run: str, key: str, session: Session
) -> None:
    page = client.post(f"{at(run, key)}/answers", data=sent(key, RIGHT[key]))
    assert page.status_code == 200
    graded = kind_of(the_question(key).item).is_graded
    assert is_shown(client, "そのとおり" if graded else "答えをとっておきました")
    assert said(session, learner) == ["answered" if graded else "responded"]
    client.see(at(run, key))
    assert is_shown(client, "そのとおり" if graded else "答えをとっておきました")


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_nearly_right_and_says_why_this_one_is(
    client: PageClient, learner: User, run: str, key: str, session: Session
) -> None:
    assert client.post(f"{at(run, key)}/answers", data=sent(key, WRONG[key])).status_code == 200
    assert is_shown(client, "おしい")
    assert not is_shown(client, "そのとおり")
    assert said(session, learner) == ["answered"]
    question = the_question(key)
    if question.closing is not None and question.item.kind not in {"text-entry", "numeric"}:
        assert not is_shown(client, question.closing.plain)
    if question.item.kind in {"choice", "multiple-response", "hotspot"}:
        hidden = set(question.item.correct_keys) - set(WRONG[key])
        for option in hidden:
            assert not is_shown(client, question.options[option].explanation.plain), option


@pytest.mark.parametrize("key", HELD)
def test_an_answer_in_which_something_is_missing_is_kept_on_the_page(
    client: PageClient, learner: User, run: str, key: str, session: Session
) -> None:
    page = client.post(f"{at(run, key)}/answers", data=HELD[key])
    assert page.status_code == 422
    assert is_shown(client, "まだえらんでいないところがあります。")
    checked = {
        one.get("name"): one.get("value")
        for one in client.page.all("input")
        if "checked" in one.attributes and one.get("name").startswith("to-")
    }
    assert checked == HELD[key]
    assert said(session, learner) == []
    for secret in secrets(the_question(key)):
        assert not is_shown(client, secret), secret


@pytest.mark.parametrize("key", [key for key in RIGHT if key not in {*HELD, *ASSUMED}])
def test_no_answer_at_all_is_asked_for_again(
    client: PageClient, learner: User, run: str, key: str, session: Session
) -> None:
    assert client.post(f"{at(run, key)}/answers", data={}).status_code == 422
    assert said(session, learner) == []


@pytest.mark.parametrize("key", sorted(ASSUMED))
def test_what_is_not_chosen_in_a_form_is_left_out_of_it(
    client: PageClient, learner: User, run: str, key: str
) -> None:
    used = {k: v for k, v in sent(key, RIGHT[key]).items() if v[0] in {"give", "use"}}
    assert client.post(f"{at(run, key)}/answers", data=used).status_code == 200
    assert is_shown(client, "そのとおり")


def test_a_number_that_is_none_is_told_so_and_stays(client: PageClient, run: str) -> None:
    page = client.post(f"{at(run, 'keta')}/answers", data={"text": "たくさん"})
    assert page.status_code == 422
    assert is_shown(client, "数で答えてください。")
    (field,) = [one for one in client.page.all("input") if one.get("name") == "text"]
    assert field.get("value") == "たくさん"


@pytest.mark.parametrize("key", RIGHT)
def test_forged_keys_are_refused_kindly_and_nothing_is_recorded(
    client: PageClient, learner: User, run: str, key: str, session: Session
) -> None:
    forged: dict[str, list[str]] = {name: ["forged"] for name in sent(key, RIGHT[key])}
    if "text" in forged:
        forged = {"text": ["x" * 2001], "chosen": ["forged"]}
    page = client.post(f"{at(run, key)}/answers", data=forged)
    assert page.status_code == 422
    assert is_shown(client, UNREAD)
    assert said(session, learner) == []


def test_when_no_try_is_left_the_answer_is_shown_and_the_tries_begin_anew_after_a_while(
    client: PageClient, learner: User, run: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = at(run, "dore")
    for left in (2, 1):
        client.post(f"{address}/answers", data={"chosen": "tenki"})
        assert is_shown(client, f"あと{left}回答えられます")
        assert "solution" not in client.page.html
    client.post(f"{address}/answers", data={"chosen": "tabemono"})
    assert is_shown(client, "答えられる回数が終わりました。")
    (solution,) = [one for one in client.page.all("section") if one.get("class") == "solution"]
    assert "通っている学校の名前" in solution.text
    late = client.post(f"{address}/answers", data={"chosen": "gakko"})
    assert late.status_code == 422
    assert is_shown(client, "いまは答えられません。前の答えは、そのままとってあります。")
    assert said(session, learner) == ["answered"] * 3
    client.see(address)
    assert "solution" in client.page.html
    assert is_shown(client, "10分たつと、またはじめから答えられます。")
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.see(address)
    assert is_shown(client, "あと3回答えられます")
    assert "solution" not in client.page.html
    assert client.post(f"{address}/answers", data={"chosen": "gakko"}).status_code == 200
    assert is_shown(client, "そのとおり")


def test_the_next_try_is_taken_when_the_wait_is_over(
    client: PageClient, learner: User, run: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = at(run, "bango")
    client.post(f"{address}/answers", data={"text": "119"})
    assert is_shown(client, "秒たつと、もう一度答えられます。")
    early = client.post(f"{address}/answers", data={"text": "188"})
    assert early.status_code == 422
    assert is_shown(client, "いまは答えられません。")
    (field,) = [one for one in client.page.all("input") if one.get("name") == "text"]
    assert field.get("value") == "188", "what was typed is not lost"
    later = clock.now() + timedelta(seconds=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post(f"{address}/answers", data={"text": "188"}).status_code == 200
    assert is_shown(client, "そのとおり")
    assert said(session, learner) == ["answered"] * 2


def test_two_tabs_that_answer_at_once_are_two_tries(
    app: Flask, client: PageClient, learner: User, run: str, session: Session
) -> None:
    address, start = f"{at(run, 'kumi')}/answers", threading.Barrier(2)
    tabs = [FlaskClient(app, app.response_class) for _ in range(2)]
    for tab in tabs:
        sign_in(tab, learner)
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = False
    statuses: list[int] = []

    def send(tab: int) -> None:
        start.wait(10)
        given = (RIGHT if tab else WRONG)["kumi"]
        statuses.append(tabs[tab].post(address, data=sent("kumi", given)).status_code)

    threads = [threading.Thread(target=send, args=[n]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200, 200]
    assert said(session, learner) == ["answered"] * 2


def test_a_version_published_in_mid_lesson_leaves_the_run_on_its_own(
    client: PageClient, run: str
) -> None:
    client.post(f"{at(run, 'dore')}/answers", data={"chosen": "tenki"})
    with transaction() as session:
        subete.publish(session, subete.a_newer_course())
    client.see(at(run, "dore"))
    assert is_shown(client, "個人情報は、どれですか。")
    client.post(f"{at(run, 'dore')}/answers", data={"chosen": "gakko"})
    assert is_shown(client, "そのとおり")


def test_a_child_who_does_not_type_yet_presses_words_and_cards(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        own = subete.a_run(session, learner=a_child(session, grade=2))
        learner = session.get_one(User, own.registration.learner_id)
    sign_in(client, learner)
    client.query_budget = 12
    run = f"/learn/{own.registration.id}"
    page = client.see(at(run, "bango"))
    tiles = [one for one in page.all("input") if one.get("name") == "text"]
    assert {one.get("type") for one in tiles} == {"radio"}
    assert {one.get("value") for one in tiles} == {"188", "いやや", "110"}
    client.post(f"{at(run, 'bango')}/answers", data={"text": "188"})
    assert is_shown(client, "そのとおり")
    client.see(at(run, "riyu"))
    assert not client.page.all("textarea")
    client.post(f"{at(run, 'riyu')}/answers", data={"chosen": ["basho"]})
    assert is_shown(client, "答えをとっておきました")
    assert client.see(at(run, "furikaeri")).all("textarea"), "where there are no cards"


def test_what_is_answered_privately_is_in_no_statement_and_read_by_its_learner_alone(
    client: PageClient, learner: User, run: str, session: Session
) -> None:
    address, words = at(run, "furikaeri"), "ともだちの ことを\nそうだんしたい。"
    client.see(at(run, "riyu"))
    assert not is_shown(client, "だれも読めません。")
    client.post(f"{address}/answers", data={"text": "けした言葉"})
    client.post(f"{address}/answers", data={"text": words})
    for doc in session.scalars(sa.select(StoredStatement.doc)):
        assert "そうだん" not in doc
        assert "けした" not in doc
    assert said(session, learner) == ["responded"] * 2
    page = client.see(address)
    assert is_shown(client, "あなたのほかは、だれも読めません。")
    (area,) = page.all("textarea")
    assert area.text.strip() == words
    assert is_shown(client, "答えをとっておきました")
    registration = run.rsplit("/", 1)[-1]
    assert f"/my/data/{registration}" in client.see("/my/data").links.values()
    page = client.see(f"/my/data/{registration}")
    assert is_shown(client, "そうだんしたい。")
    assert not is_shown(client, "けした言葉")
    assert address in page.links.values()
    with transaction() as other:
        stranger = a_child(other, grade=4)
    sign_in(client, stranger)
    assert client.get(address).status_code == 404
    assert client.get(f"/my/data/{registration}").status_code == 404
    client.see("/my/data")
    assert not is_shown(client, "あなただけが読める答え")


# The story that branches

STORY = "shashin-no-hanashi"


def test_the_step_of_a_story_leads_to_where_one_was(client: PageClient, run: str) -> None:
    address = at(run, STORY)
    assert client.get(address).location.endswith("/scenes/hajimari")
    client.see(f"{address}/scenes/hajimari")
    assert len(client.queries) <= 8
    chosen = client.post(f"{address}/scenes/hajimari", data={"to": "okuru"})
    assert (chosen.status_code, chosen.location) == (303, f"{address}/scenes/okuru")
    assert client.get(address).location == chosen.location
    page = client.see(chosen.location)
    assert len(client.queries) <= 8
    assert is_shown(client, "あなたの道：クラスのグループに送る")
    assert f"{address}/scenes/hajimari" in page.links.values(), "the way back"


def test_going_back_takes_nothing_away_and_another_way_may_be_taken(
    client: PageClient, learner: User, run: str, session: Session
) -> None:
    address = at(run, STORY)
    client.post(f"{address}/scenes/hajimari", data={"to": "okuru"})
    client.see(f"{address}/scenes/hajimari")
    assert is_shown(client, "一度えらんだ道")
    client.post(f"{address}/scenes/hajimari", data={"to": "kiku"})
    client.see(f"{address}/scenes/kiku")
    assert is_shown(client, "グループに送った"), "on the map"
    assert is_shown(client, "この道は、ここまでです。")
    assert said(session, learner) == ["responded"] * 2


@pytest.mark.parametrize(
    "way",
    [
        ("hajimari", "nai"),
        ("hajimari", "ayamaru"),
        ("hajimari", ""),
        ("nai", "okuru"),
        ("kiku", "mama"),
    ],
)
def test_a_way_that_is_not_there_leads_nowhere(
    client: PageClient, learner: User, run: str, session: Session, way: tuple[str, str]
) -> None:
    scene, to = way
    assert client.post(f"{at(run, STORY)}/scenes/{scene}", data={"to": to}).status_code == 404
    assert said(session, learner) == []


def test_a_scene_that_is_not_there_is_a_kind_404(client: PageClient, run: str) -> None:
    assert client.get(f"{at(run, STORY)}/scenes/nai").status_code == 404
    assert client.get(f"{at(run, 'dore')}/scenes/hajimari").status_code == 404
    assert (
        client.post(f"{at(run, 'dore')}/scenes/hajimari", data={"to": "okuru"}).status_code == 404
    )


def test_the_story_of_somebody_else_does_not_exist(client: PageClient, learner: User) -> None:
    with transaction() as session:
        other = subete.a_run(session)
    scene = f"{at(f'/learn/{other.registration.id}', STORY)}/scenes/hajimari"
    assert client.get(scene).status_code == 404
    assert client.post(scene, data={"to": "okuru"}).status_code == 404


def test_what_others_chose_is_told_only_where_it_shows_nobody(
    client: PageClient, learner: User, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = f"{at(run, STORY)}/scenes/hajimari"
    ways = [way.to for way in subete.the_story().scenes[0].ways]
    with transaction() as session:
        for number in range(9):
            choose(session, subete.a_run(session), "hajimari", ways[number % len(ways)])
    told = "人がはじめにえらんだ道です"
    client.see(scene)
    assert not is_shown(client, told), "before one's own choice"
    client.post(scene, data={"to": ways[0]})
    client.see(scene)
    assert is_shown(client, told)
    assert is_shown(client, "これまでに学んだ10人")
    assert len(client.queries) <= 8


def test_only_a_teacher_shows_a_class_how_few_of_its_own_chose(
    client: PageClient, learner: User, run: str
) -> None:
    scene = f"{at(run, STORY)}/scenes/hajimari"
    client.see(scene)
    assert f"{scene}/class" not in client.page.links.values()
    assert client.get(f"{scene}/class").status_code == 404
    ways = [way.to for way in subete.the_story().scenes[0].ways]
    with transaction() as session:
        school, teacher = a_school(session), a_user(session)
        a_post(session, teacher, school, Role.TEACHER)
        own_class, other = a_class(session, school), a_class(session, school, "3年1組")
        an_enrollment(session, own_class, teacher, EnrollmentRole.TEACHER)
        for place, way in ((own_class, 0), (own_class, 0), (own_class, 1), (other, 1)):
            pupil = a_child(session, school=school)
            an_enrollment(session, place, pupil)
            choose(session, subete.a_run(session, learner=pupil), "hajimari", ways[way])
        own = subete.a_run(session, learner=teacher)
        sign_in(client, teacher)
    scene = f"{at(f'/learn/{own.registration.id}', STORY)}/scenes/hajimari"
    client.see(scene)
    assert f"{scene}/class" in client.page.links.values()
    client.see(f"{scene}/class")
    assert len(client.queries) <= 8
    assert is_shown(client, "受け持つ学級の3人が、はじめに選んだ道です")
    assert is_shown(client, "分かってしまうかもしれません")
    told = [one.text.strip() for one in client.page.elements if one.tag == "b"]
    assert told[:2] == ["2人", "1人"]


# What lessons show besides text


def test_every_kind_of_file_that_a_course_may_show_is_served_as_what_it_is(
    client: PageClient, run: str
) -> None:
    assert KINDS.keys() == ASSET_KINDS
    found = [
        address
        for number in (1, 2, 3)
        for one in client.see(f"{run}/kikumiru/{number}").elements
        if "/course-assets/" in (address := one.get("src") or one.get("href"))
    ]
    types = {client.get(address).mimetype for address in found}
    assert types == {"audio/mpeg", "video/webm", "text/vtt", "application/pdf"}
    film = next(address for address in found if address.endswith(".webm"))
    part = client.get(film, headers={"Range": "bytes=10-19"})
    assert (part.status_code, len(part.data)) == (206, 10), "some players ask for parts only"
    assert part.headers["Content-Security-Policy"] == POLICY
