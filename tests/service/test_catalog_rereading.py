"""Published courses and a better dictionary: nothing changes until somebody has looked."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.catalog import queries, service, stored
from app.catalog.errors import NotInCatalog
from app.catalog.handlers import on_dictionary_changed, on_readings_accepted, on_reread_due
from app.catalog.models import CourseVersion, ReadingReview
from app.furigana.models import WordKind
from app.furigana.queries import city_words
from app.furigana.service import add_word, remove_word
from app.furigana.versions import engine_version
from app.outbox import relay
from tests.factories.catalog import LESSON, NOW, a_source, course_files
from tests.factories.furigana import LearnedEngine, the_engine

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.furigana.port import Analyzer

FILES = course_files(lesson=LESSON.replace("## はじめに", "犀川の話をします。\n\n## はじめに"))
LATER = NOW + timedelta(days=1)
SUBSCRIBERS = {
    event: [handler]
    for handler in (on_dictionary_changed, on_reread_due, on_readings_accepted)
    for event in (handler.__annotations__["event"],)
}


def publish(
    session: "Session", analyzer: "Analyzer", *, accept: bool = False
) -> service.Publication:
    read = service.read_course(a_source(FILES), analyzer, city_words(session))
    return service.publish_course(session, read, now=LATER, accept_readings=accept)


def kana_of(session: "Session", word: str) -> set[str | None]:
    """Return the readings that the published course gives to a word."""
    card = queries.course_by_slug(session, "tameshi")
    lesson = queries.lesson(session, card.version.id, "nani")
    return {
        "".join(s.kana or s.surface for s in run[:2])
        for block in lesson.steps[0].blocks
        for run in block.prose.runs
        if "".join(s.surface for s in run).startswith(word)
    }


def test_a_version_says_what_read_it(session: "Session") -> None:
    version = publish(session, the_engine()).version
    assert version.analyzer == service.label_of(the_engine().version, {})
    assert version.edition_hash


def test_a_better_dictionary_changes_no_published_course_and_tells_what_it_would(
    session: "Session",
) -> None:
    first = publish(session, the_engine()).version
    better = LearnedEngine({"犀川": "さいかわ"})
    done = publish(session, better)
    assert done.version is first
    assert [(c.surface, c.new) for c in done.changes if c.new] == [("犀川", "さいかわ")]
    assert kana_of(session, "犀川") != {"さいかわ"}
    (review,) = stored.reviews(session)
    assert (review.slug, review.number, review.words) == ("tameshi", 1, done.changes)


def test_accepted_readings_are_a_new_version_of_the_same_files(session: "Session") -> None:
    first = publish(session, the_engine()).version
    better = LearnedEngine({"犀川": "さいかわ"})
    second = publish(session, better, accept=True).version
    assert (first.number, second.number) == (1, 2)
    assert first.content_hash == second.content_hash
    assert kana_of(session, "犀川") == {"さいかわ"}
    assert stored.reviews(session) == []


def test_a_dictionary_that_forgot_again_does_not_take_the_old_version_up_by_itself(
    session: "Session",
) -> None:
    first = publish(session, the_engine()).version
    better = LearnedEngine({"犀川": "さいかわ"})
    second = publish(session, better, accept=True).version
    assert publish(session, the_engine()).version is second
    assert publish(session, the_engine(), accept=True).version is first


def test_an_upgrade_that_reads_the_same_is_looked_at_once(session: "Session") -> None:
    version = publish(session, the_engine()).version
    other = LearnedEngine({"峠": "とうげ"})
    assert publish(session, other) == service.Publication(version)
    assert service.is_compared(session, version, service.label_of(other.version, {}))
    assert stored.reviews(session) == []
    label = service.label_of(other.version, {})
    assert service.standing(session, a_source(FILES), label) is version
    assert service.standing(session, a_source(), label) is None


def test_nothing_waits_for_a_course_that_is_not_there(session: "Session") -> None:
    with pytest.raises(NotInCatalog):
        stored.review(session, "nai")
    with pytest.raises(NotInCatalog):
        stored.published_sources(session, ["nai"])


# --- by the worker


def drain(session: "Session") -> None:
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    session.expire_all()


def test_a_word_of_the_city_is_compared_in_every_course_and_taken_when_accepted(
    app: "Flask", session: "Session"
) -> None:
    read = service.read_course(a_source(FILES), the_engine(), {})
    service.publish_course(session, read, now=NOW)
    word = add_word(session, "犀川", "さい|かわ", WordKind.PLACE, now=NOW)
    drain(session)
    review = stored.review(session, "tameshi")
    assert [(c.surface, c.new) for c in review.words] == [("犀川", "さいかわ")]
    assert review.analyzer == service.label_of(engine_version(), city_words(session))

    service.accept_readings(session, review.version_id, "looked at another list", now=NOW)
    drain(session)
    assert queries.course_by_slug(session, "tameshi").version.number == 1

    service.accept_readings(session, review.version_id, review.analyzer, now=NOW)
    drain(session)
    assert queries.course_by_slug(session, "tameshi").version.number == 2
    assert kana_of(session, "犀川") == {"さいかわ"}
    assert stored.reviews(session) == []

    remove_word(session, word.id, now=NOW)
    drain(session)
    assert queries.course_by_slug(session, "tameshi").version.number == 2
    assert len(stored.reviews(session)) == 1


def test_many_changes_are_compared_once(app: "Flask", session: "Session") -> None:
    read = service.read_course(a_source(FILES), the_engine(), {})
    service.publish_course(session, read, now=NOW)
    for surface, kana in (("犀川", "さいかわ"), ("香林坊", "こうりんぼう")):
        add_word(session, surface, kana, WordKind.PLACE, now=NOW)
    drain(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(ReadingReview)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(CourseVersion)) == 1
