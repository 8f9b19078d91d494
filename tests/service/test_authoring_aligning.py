"""Objectives of a draft are aligned, and its questions ask for them, one small change each."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.authoring import queries
from app.authoring import service as authoring
from app.authoring.aligning import service
from app.authoring.aligning.queries import aims_page
from app.authoring.errors import DraftClosed, Overtaken
from app.authoring.models import Draft, DraftState
from tests.factories.catalog import LESSON, NOW, OBJECTIVES, a_version, course_files
from tests.factories.identity import an_administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATER = NOW + timedelta(hours=1)
PATH = "010-jibun/010-nani.md"
SODAN = '\n[[objectives]]\nkey = "sodan"\ncan_do = "大人に相談できる"\nalignments = []\n'


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    lesson = LESSON.replace("#bango objective=mitsukeru", "#bango objective=sodan")
    a_version(session, course_files(objectives=OBJECTIVES + SODAN, lesson=lesson))
    return authoring.start_draft(session, "tameshi", by=author, now=NOW)


def file_of(session: "Session", draft: Draft, path: str) -> str:
    return dict(queries.files(session, draft.id))[path].decode()


def test_an_item_is_put_to_an_objective_and_taken_away_and_undone(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = file_of(session, draft, "objectives.toml")
    ref = "digcomp@3.0/4.3"
    page = aims_page(session, draft.id)
    assert ref in page.gaps
    service.align(session, draft.id, "sodan", ref, 2, by=author, now=LATER)
    page = aims_page(session, draft.id)
    (sodan,) = (one for one in page.objectives if one.key == "sodan")
    (row,) = sodan.alignments
    assert (row.ref, row.level and row.level.number) == (ref, 2)
    assert ref not in page.gaps
    assert page.served["digcomp@3.0"] == 2
    service.align(session, draft.id, "mitsukeru", "digcomp@3.0/4.2", None, by=author, now=LATER)
    assert aims_page(session, draft.id).served["digcomp@3.0"] == 1
    for number in (2, 1):
        authoring.undo(session, draft.id, number, by=author, now=LATER)
    assert file_of(session, draft, "objectives.toml") == before
    with pytest.raises(Overtaken):
        service.align(session, draft.id, "nai", ref, 1, by=author, now=LATER)


def test_a_question_asks_for_another_objective_unless_somebody_was_first(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = file_of(session, draft, PATH)
    pair = ("mitsukeru", "sodan")
    service.ask_for(session, draft.id, "doko", pair, by=author, now=LATER)
    assert file_of(session, draft, PATH) == before.replace(
        "#doko objective=mitsukeru", "#doko objective=sodan"
    )
    for key, seen in (("doko", "mitsukeru"), ("nai", "")):
        with pytest.raises(Overtaken):
            service.ask_for(session, draft.id, key, (seen, "sodan"), by=author, now=LATER)
    draft.state, draft.published_version_id = DraftState.PUBLISHED, draft.base_version_id
    session.flush()
    with pytest.raises(DraftClosed):
        service.ask_for(session, draft.id, "doko", ("sodan", ""), by=author, now=LATER)


def test_every_question_stands_with_its_objective_and_what_is_likely_is_proposed(
    session: "Session", draft: Draft
) -> None:
    page = aims_page(session, draft.id, text="4.2")
    asked = {one.key: [q.key for q in one.questions] for one in page.objectives}
    assert asked == {"mitsukeru": ["doko", "junban", "dore"], "sodan": ["bango"]}
    assert page.found[0].code == "4.2"
    assert all(
        one.likely == () or one.refs.isdisjoint(x.ref for x in one.likely)
        for one in page.objectives
    )
