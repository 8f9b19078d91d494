"""Every kind of question, answered in a run; tries that run out; the ways of a story."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalog import queries as catalog
from app.catalog.content import View
from app.catalog.errors import NotInCatalog
from app.db import transaction
from app.identity.models import User
from app.learning import queries, rules, service
from app.learning.errors import AnswerTooLate, ResponseUnknown
from app.learning.queries import OwnRun, dilemma
from app.lrs import queries as lrs
from app.lrs.queries import responses
from tests.factories import learning, subete
from tests.factories.catalog import course_files
from tests.factories.learning import NOON
from tests.factories.subete import RIGHT, WRONG, a_run, choose
from tests.unit.test_catalog_questions import GAPS, HEAD

VIEW = View(None)


def answer(
    session: Session, own: OwnRun, key: str, response: tuple[str, ...], *, seconds: int
) -> service.Outcome:
    lesson, question = catalog.question(session, own.registration.course_version_id, key)
    head = own.course.lesson_head(lesson.key)
    assert head is not None
    now = NOON + timedelta(seconds=seconds)
    return service.answer_question(session, own, head, question, response, now=now)


def scene(session: Session, own: OwnRun, key: str) -> queries.SceneView:
    lesson, number = subete.where("shashin-no-hanashi")
    page = queries.step_page(session, own, lesson, number, VIEW, now=NOON)
    return queries.scene_view(session, page, key, VIEW)


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see what another one counted within the same minute."""
    monkeypatch.setattr(dilemma, "_COUNTED", type(dilemma._COUNTED)(500))  # noqa: SLF001


def test_every_kind_is_graded_recorded_and_read_back(session: Session) -> None:
    with transaction() as inner:
        own = a_run(inner)
        for number, key in enumerate(RIGHT):
            if key in WRONG:
                told = answer(inner, own, key, WRONG[key], seconds=100 * number)
                assert told.score < 1, key
            told = answer(inner, own, key, RIGHT[key], seconds=100 * number + 50)
            assert told.score == 1, key
    kept = lrs.statements_of_registration(session, own.registration.id)[1:]
    verbs = [said["verb"]["id"].rsplit("/", 1)[-1] for said in kept]
    assert verbs.count("responded") == 3
    assert verbs.count("answered") == 2 * len(WRONG)
    assert all(
        ("score" in s.get("result", {})) == (v == "answered")
        for s, v in zip(kept, verbs, strict=True)
    )
    assert not service.rebuild(session, own, check=True)


def test_tries_run_out_and_nothing_is_recorded_then(session: Session) -> None:
    own = a_run(session)
    for second in (10, 20, 30):
        answer(session, own, "dore", WRONG["dore"], seconds=second)
    with pytest.raises(AnswerTooLate):
        answer(session, own, "dore", RIGHT["dore"], seconds=40)
    assert own.progress.items["dore"].attempts == 3
    over = 30 + rules.FRESH_TRIES_AFTER
    with pytest.raises(AnswerTooLate):
        answer(session, own, "dore", RIGHT["dore"], seconds=over - 1)
    assert answer(session, own, "dore", RIGHT["dore"], seconds=over).score == 1


def test_after_a_wrong_answer_one_waits_and_after_a_right_one_never(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "bango", WRONG["bango"], seconds=10)
    with pytest.raises(AnswerTooLate):
        answer(session, own, "bango", RIGHT["bango"], seconds=14)
    assert answer(session, own, "bango", RIGHT["bango"], seconds=15).score == 1
    assert answer(session, own, "bango", WRONG["bango"], seconds=16).score == 0
    assert answer(session, own, "bango", RIGHT["bango"], seconds=17).score == 1


@pytest.mark.parametrize(
    "key", [key for key in RIGHT if key not in {"bango", "furikaeri", "riyu"}]
)
def test_what_was_never_offered_is_refused(session: Session, key: str) -> None:
    own = a_run(session)
    for forged in ((), ("forged",), (*RIGHT[key], "forged"), ("a.forged",)):
        with pytest.raises(ResponseUnknown):
            answer(session, own, key, forged, seconds=10)
    assert own.progress.items == {}


def test_a_question_without_a_right_answer_counts_for_no_score(session: Session) -> None:
    own = a_run(session)
    open_keys = {"kimochi", "riyu", "furikaeri"}
    assert not open_keys & set(own.rule.items)
    for number, key in enumerate(sorted(open_keys)):
        answer(session, own, key, RIGHT[key], seconds=number)
    assert own.judgement.score == 0
    assert own.judgement.items_right == 0


def words_of_gaps(session: Session, opening: str) -> list[tuple[str, ...]]:
    """Return the words of the second gap in their order, as sixteen learners see them."""
    body = HEAD + GAPS.replace("::: inline-choice", opening, 1)
    files = course_files(**{"010-jibun/020-matome.md": body})
    found = []
    for _learner in range(16):
        own = learning.a_run(session, files=files)
        page = queries.step_page(session, own, "matome", 1, VIEW, now=NOON)
        again = queries.step_page(session, own, "matome", 1, VIEW, now=NOON)
        assert page.question is not None
        assert again.question is not None
        assert page.question.slots == again.question.slots
        found.append(tuple(key for key, _ in page.question.slots[1].answers))
    return found


def test_the_words_of_a_gap_come_in_an_order_of_each_learners_own_where_asked_for(
    session: Session,
) -> None:
    written = ("nagai", "mijikai")
    assert set(words_of_gaps(session, "::: inline-choice")) == {written}
    mixed = words_of_gaps(session, "::: inline-choice shuffle=yes")
    assert set(mixed) == {written, written[::-1]}


def test_the_story_is_resumed_where_the_last_way_led(session: Session) -> None:
    own = a_run(session)
    story = subete.the_story()
    assert queries.where_in_dilemma(own, story) == "hajimari"
    choose(session, own, "hajimari", "okuru", minutes=1)
    choose(session, own, "okuru", "ayamaru", minutes=2)
    again = queries.own_run(session, own.registration.id, learner_id=own.registration.learner_id)
    assert queries.where_in_dilemma(again, story) == "ayamaru"
    choose(session, own, "hajimari", "okuru", minutes=3)
    assert queries.where_in_dilemma(own, story) == "okuru"
    assert not service.rebuild(session, own, check=True)


def test_the_map_names_what_was_seen_and_hides_the_rest(session: Session) -> None:
    own = a_run(session)
    choose(session, own, "hajimari", "okuru")
    seen = scene(session, own, "okuru")
    assert seen.before == "hajimari"
    assert seen.chosen == "クラスのグループに送る"
    assert [name for name, _ in seen.follows] == ["me", "friend", "later"]
    titles = {place.key: place.title for place in seen.places}
    assert {key for key, title in titles.items() if title} == {"hajimari", "okuru"}
    assert [place.key for place in seen.places if place.is_here] == ["okuru"]
    with pytest.raises(NotInCatalog):
        scene(session, own, "nai")


def test_others_choices_are_told_from_ten_learners_with_three_for_each_way(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = [way.to for way in subete.the_story().scenes[0].ways]
    own = a_run(session)
    assert scene(session, own, "hajimari").others == 0, "nobody has chosen"
    choose(session, own, "hajimari", ways[0])
    for number in range(8):
        other = a_run(session)
        choose(session, other, "hajimari", ways[number % len(ways)])
        choose(session, other, "hajimari", ways[0], minutes=2)
    session.flush()
    assert scene(session, own, "hajimari").others == 0, "nine learners"
    fresh = type(dilemma._COUNTED)  # noqa: SLF001
    monkeypatch.setattr(dilemma, "_COUNTED", fresh(500))
    for way in ways:
        choose(session, a_run(session), "hajimari", way)
    session.flush()
    told = scene(session, own, "hajimari")
    assert told.others == 9 + len(ways)
    assert sum(way.share or 0 for way in told.ways) == told.others
    assert min(way.share or 0 for way in told.ways) >= 3
    stranger = a_run(session)
    assert scene(session, stranger, "hajimari").others == 0, "before one's own choice: nothing"


def test_only_a_persons_first_choice_is_counted(session: Session) -> None:
    own = a_run(session)
    choose(session, own, "hajimari", "kiku", minutes=1)
    choose(session, own, "hajimari", "okuru", minutes=2)
    iri = f"{own.run.iri_base}/{own.run.slug}/shashin-no-hanashi/hajimari"
    assert lrs.first_responses(session, iri) == {"kiku": 1}


def test_one_person_who_chooses_often_is_counted_once_and_pushes_nobody_out(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "MOST_PEOPLE", 2)
    choose(session, a_run(session), "hajimari", "okuru")
    own = a_run(session)
    for number in range(6):
        choose(session, own, "hajimari", ("kiku", "okuru")[number % 2], minutes=number + 1)
    session.flush()
    iri = f"{own.run.iri_base}/{own.run.slug}/shashin-no-hanashi/hajimari"
    assert lrs.first_responses(session, iri) == {"okuru": 1, "kiku": 1}


def test_the_very_same_way_taken_again_is_said_once(session: Session) -> None:
    own = a_run(session)
    for minutes in (1, 2, 3):
        choose(session, own, "hajimari", "okuru", minutes=minutes)
    session.flush()
    kept = lrs.statements_of_registration(session, own.registration.id)
    assert [s["result"]["response"] for s in kept if "result" in s] == ["okuru"]
    assert queries.where_in_dilemma(own, subete.the_story()) == "okuru"


def test_a_version_published_meanwhile_leaves_the_run_on_its_own(session: Session) -> None:
    own = a_run(session)
    answer(session, own, "dore", WRONG["dore"], seconds=10)
    newer = subete.publish(session, subete.a_newer_course())
    assert newer != own.registration.course_version_id
    learner = session.scalars(sa.select(User).filter_by(id=own.registration.learner_id)).one()
    again = queries.own_run(session, own.registration.id, learner_id=learner.id)
    assert answer(session, again, "dore", RIGHT["dore"], seconds=20).score == 1
    lesson, number = subete.where("dore")
    page = queries.step_page(session, again, lesson, number, VIEW, now=NOON)
    assert page.question is not None
    assert "個人情報は、どれですか。" in str(page.question.prompt)
