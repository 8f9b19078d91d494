"""What the platform itself says keeps to its xAPI Profile; and the command that looks."""

import uuid
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.catalog import queries as catalog
from app.db import transaction
from app.identity import queries as identity
from app.learning import service
from app.learning import statements as learning
from app.learning.queries import OwnRun
from app.lrs import profiling
from app.lrs import queries as lrs_queries
from app.lrs import service as lrs
from app.lrs.profiling import Tally, check_stored, profile_check
from app.xapi.profile import build_profile, faults_of_profile
from app.xapi.profile.project_templates import PROJECT_TEMPLATES
from app.xapi.vocabulary import ANSWERED, COMPLETED
from tests.architecture.source import calls, modules
from tests.factories.catalog import course_files
from tests.factories.learning import (
    NOON,
    RIGHT,
    WRONG,
    a_report,
    a_run,
    answer,
    finish_lessons,
    report,
)

SPEAKERS = {
    "app.bookmarks.service",
    "app.learning.service",
    "app.projects.service.activity",  # every act in test_projects_naming
}
"""Who stores statements of the platform's own making. A new one belongs into these tests.

What a claim says again in another's name is looked at in ``test_bookmarks``, after the erasure.
"""


def checked(session: Session, *, most: int = 20) -> Tally:
    session.flush()
    return check_stored(session, identity.installation(session), most=most)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(profile_check, words)


def a_whole_course(session: Session) -> OwnRun:
    """Say everything there is to say, each at least once."""
    own = a_run(session)
    for head in own.course.lessons:
        service.open_lesson(session, own, head, now=NOON)
    finish_lessons(session, own)
    for minute, key in enumerate(RIGHT, start=40):
        answer(session, own, key, WRONG[key], minutes=minute)
    for minute, key in enumerate(RIGHT, start=50):
        answer(session, own, key, RIGHT[key], minutes=minute)
    answer(session, own, "doko", WRONG["doko"], minutes=60)
    think(session)
    return own


THOUGHTS = """\
+++
title = "まとめ"
minutes = 3
+++

::: likert #kimochi
{話|はな}せそうですか。

- はい #hai
- {少|すこ}し #sukoshi
- いいえ #iie

> どれでもいいのです。
:::

::: extended-text #riyu
どう{思|おも}いますか。

- {顔|かお} #kao
- {場所|ばしょ} #basho

> いろいろです。
:::

::: likert #himitsu share=private
{困|こま}っていますか。

- はい #hai
- {少|すこ}し #sukoshi
- いいえ #iie

> どれでもいいのです。
:::

::: dilemma #hanashi
## はじまり #hajimari

- [{送|おく}る](#okuru)
- [やめる](#yameru)

## {送|おく}った #okuru

> **わたし** あ。
> **ともだち** い。
> **あとで** う。

## やめた #yameru

> **わたし** あ。
> **ともだち** い。
> **あとで** う。
:::
"""


def think(session: Session) -> OwnRun:
    """Say what nothing judges: a step of a scale, a text and cards, a way in a story, twice."""
    own = a_run(session, files=course_files(**{"010-jibun/020-matome.md": THOUGHTS}))
    answer(session, own, "kimochi", ("sukoshi",), minutes=1)
    answer(session, own, "riyu", ("顔がうつらないかを見ます。",), minutes=2)
    answer(session, own, "riyu", ("kao", "basho"), minutes=3)
    answer(session, own, "himitsu", ("hai",), minutes=3)
    head = own.course.lesson_head("matome")
    content = catalog.lesson(session, own.registration.course_version_id, "matome")
    dilemma = next(step.dilemma for step in content.steps if step.dilemma)
    assert head is not None
    for minute, to in enumerate(("okuru", "yameru"), start=4):
        now = NOON + timedelta(minutes=minute)
        service.choose_way(session, own, head, dilemma, ("hajimari", to), now=now)
    return own


def test_only_those_who_are_tested_here_say_something_in_the_platforms_name() -> None:
    found = {
        module.name
        for module in modules()
        if module.package != "lrs"
        for _call, name in calls(module.tree)
        if name.endswith(("lrs.record", "lrs.record_all"))
    }
    assert found == SPEAKERS


def test_a_whole_course_says_every_template_and_nothing_else(session: Session) -> None:
    own = a_whole_course(session)
    tally = checked(session)
    assert tally.told == []
    profile = build_profile(own.run.iri_base)
    names = {it["id"].rpartition("/")[2] for it in profile["templates"]}
    of_projects = {it.name for it in PROJECT_TEMPLATES}
    assert tally.templates.keys() == names - of_projects
    assert tally.statements == tally.templates.total()
    assert tally.runs == 2


def test_what_nothing_judges_is_responded_and_the_tries_are_counted(session: Session) -> None:
    own = think(session)
    tally = checked(session)
    assert tally.told == []
    assert tally.templates == {"course-initialized": 1, "question-responded": 6}
    kept = lrs_queries.statements_of_registration(session, own.registration.id)[1:]
    tries = [next(iter(said["context"]["extensions"].values())) for said in kept]
    assert tries == [1, 1, 2, 1, 1, 2]
    responses = [said.get("result") for said in kept]
    assert responses[-1] == {"response": "yameru"}
    assert responses[2] == {"response": "kao[,]basho"}
    cards = [said["object"]["definition"].get("extensions") for said in kept]
    assert [list(one.values()) for one in cards if one] == [[{"kao": "顔", "basho": "場所"}]] * 2
    assert responses[3] is None, "nobody but the learner reads it"


def test_the_profile_of_this_installation_has_no_fault(session: Session) -> None:
    own = a_run(session)
    assert faults_of_profile(build_profile(own.run.iri_base)) == []


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(sorted(RIGHT)), st.integers(0, 1)),
        st.tuples(st.just("leave"), st.sampled_from(["0", "1"]), st.integers(1, 4)),
        st.tuples(st.just("open"), st.sampled_from(["0", "1"]), st.just(0)),
        st.tuples(st.just("report"), st.sampled_from(sorted(RIGHT)), st.integers(0, 1)),
        st.tuples(st.just("finish"), st.just(""), st.just(0)),
    ),
    max_size=14,
)


def do(session: Session, own: OwnRun, act: tuple[str, str, int], *, minutes: int) -> OwnRun:
    """Let the learner, or another tool, do one thing; return the run as it is then."""
    what, which, how = act
    now = NOON + timedelta(minutes=minutes)
    if what == "answer":
        answer(session, own, which, (RIGHT if how else WRONG)[which], minutes=minutes)
    elif what == "leave":
        head = own.course.lessons[int(which)]
        service.leave_step(session, own, head, min(how, head.steps), now=now)
    elif what == "open":
        service.open_lesson(session, own, own.course.lessons[int(which)], now=now)
    elif what == "finish":
        finish_lessons(session, own, minutes=minutes)
    else:
        result = {"score": {"scaled": how}, "response": which}
        return report(session, own, a_report(own, ANSWERED, which, result=result, minutes=minutes))
    return own


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(walks=st.lists(ACTS, min_size=1, max_size=3))
def test_whatever_people_do_the_platform_keeps_to_its_profile(
    session: Session, walks: list[list[tuple[str, str, int]]]
) -> None:
    with transaction() as inner:
        for acts in walks:
            own = a_run(inner)
            for minutes, act in enumerate(acts, start=1):
                own = do(inner, own, act, minutes=minutes)
    assert checked(session).told == []


def test_what_another_tool_says_is_not_held_against_the_platform(session: Session) -> None:
    own = a_run(session)
    report(session, own, a_report(own, COMPLETED, "nani", result={"completion": True}))
    tally = checked(session)
    assert (tally.told, tally.statements) == ([], 1)


def test_what_leaves_the_profile_is_counted_and_the_first_of_it_told(session: Session) -> None:
    own = a_run(session)
    for minute in range(3):
        slip = learning.course_initialized(own.run, now=NOON + timedelta(minutes=minute)).as_json()
        slip["object"]["definition"]["type"] = "https://example.org/puzzle"
        lrs.record(session, slip, now=NOON)
    tally = checked(session, most=2)
    assert (tally.faulty, len(tally.told)) == (4, 2), "three statements, and the run"
    assert "no template speaks" in tally.told[0]
    assert tally.templates == {"course-initialized": 1, "-": 3}


def test_a_statement_out_of_order_is_told_with_its_run(session: Session) -> None:
    own = a_run(session)
    again = learning.course_initialized(own.run, now=NOON + timedelta(minutes=1))
    lrs.record(session, again.as_json(), now=NOON)
    (line,) = checked(session).told
    assert str(own.registration.id) in line
    assert "$[1]" in line


def test_the_order_is_that_of_the_timestamps_and_not_of_storing(session: Session) -> None:
    own = a_run(session)
    lesson = own.run.lesson("nani", {"ja": "なに"})
    late = learning.lesson_initialized(own.run, lesson, now=NOON - timedelta(minutes=1))
    lrs.record(session, late.as_json(), now=NOON)
    (line,) = checked(session).told
    assert "$[0]" in line


def test_the_command_counts_and_ends_well(app: Flask, session: Session) -> None:
    with transaction() as inner:
        a_whole_course(inner)
    done = run(app)
    assert done.exit_code == 0, done.output
    assert "question-answered" in done.output
    assert "（2件の受講）を調べ、0件がちがいました。" in done.output


def test_the_command_ends_with_one_when_something_differs(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiling, "_AT_ONCE", 2)
    with transaction() as inner:
        own = a_whole_course(inner)
        again = learning.course_initialized(own.run, now=NOON).as_json() | {
            "id": str(uuid.uuid4()),
            "verb": {"id": "https://example.org/winked"},
        }
        lrs.record(inner, again, now=NOON)
    done = run(app, "--most", "1")
    assert done.exit_code == 1
    assert "✗" in done.output
    assert "ほかに1件" in done.output


def test_the_command_says_so_when_nothing_was_begun(app: Flask) -> None:
    done = run(app)
    assert done.exit_code == 1
    assert "まだ一度も始めていません" in done.output
