"""What people do around a draft: members, review, comments, release, and learners who move."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app import clock
from app.authoring import queries as authoring
from app.authoring import service as drafts
from app.authoring.anchors import Anchor, find
from app.authoring.errors import NoSuchSlice
from app.authoring.models import Draft, DraftState, MemberRole, ReviewAct
from app.authoring.policy import Action, Part, Stage
from app.authoring.rules import Span
from app.authoring.standing import standing, visible_to
from app.catalog import history
from app.catalog import queries as catalog
from app.catalog import service as publishing
from app.catalog.library import library_of
from app.catalog.sources.package import pack
from app.clock import day_of
from app.editorial import pages, queries, service
from app.editorial.errors import AlreadyMember, LastAuthor, NoteMissing, NotNow, Overtaken
from app.editorial.models import Release
from app.editorial.service.release import Settled
from app.identity import queries as identity
from app.identity.models import Role
from app.learning import moving
from app.learning import queries as learning
from app.learning import service as runs
from app.notify.models import Message
from app.outbox import relay
from app.wiring import SUBSCRIBERS
from tests.factories.catalog import LESSON, NOW, a_version, course_files
from tests.factories.identity import (
    a_child,
    a_citizen,
    a_post,
    a_school,
    a_user,
    an_administrator,
)
from tests.factories.learning import NOON, RIGHT, a_run, answer, finish_lessons

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.authoring.policy import Standing
    from app.identity.models import Organization, User
    from app.learning.queries import OwnRun

LATER = NOON + timedelta(hours=1)
FILE = "010-jibun/010-nani.md"
NOTES = {"for_learners": "直しました。", "for_teachers": "問題を見直しました。"}


@pytest.fixture
def school(session: "Session") -> "Organization":
    return a_school(session)


def a_teacher(session: "Session", school: "Organization", **more: Any) -> "User":  # noqa: ANN401  as a_user
    teacher = a_user(session, **more)
    a_post(session, teacher, school, Role.TEACHER)
    return teacher


@pytest.fixture
def author(session: "Session", school: "Organization") -> "User":
    return a_teacher(session, school)


@pytest.fixture
def reviewer(session: "Session", school: "Organization") -> "User":
    return a_teacher(
        session, school, family_name="山本", family_kana="ヤマモト", email="takeshi@example.jp"
    )


@pytest.fixture
def draft(session: "Session", author: "User") -> Draft:
    a_version(session)
    return drafts.start_draft(session, "tameshi", by=author.id, now=NOW)


def stands(session: "Session", draft: Draft, who: "User") -> "Standing":
    return standing(session, draft.id, identity.person(session, who.id, on=day_of(NOW)))


def change(session: "Session", draft: Draft, says: str, text: str, by: "User") -> None:
    """Give another text to the block of the lesson that says something."""
    lesson = next(x for x in authoring.source_of(session, draft).lessons if x.path == FILE)
    block = next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])
    edit = drafts.Edit(FILE, Span(block.start, block.end), draft.number, text)
    drafts.change_block(session, draft.id, edit, by=by.id, now=LATER)


def anchor_of(session: "Session", draft: Draft, says: str) -> Anchor:
    lesson = next(x for x in authoring.source_of(session, draft).lessons if x.path == FILE)
    block = next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])
    return Anchor(FILE, Span(block.start, block.end), draft.number)


def take(session: "Session", draft: Draft, act: ReviewAct, by: "User", words: str = "") -> None:
    service.take_step(
        session, draft.id, act, number=draft.number, words=words, by=by.id, now=LATER
    )


def join(session: "Session", draft: Draft, who: "User", role: MemberRole) -> None:
    service.invite(session, draft.id, who.id, role, by=draft.created_by_id, now=NOW)


def drain(session: "Session") -> None:
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    session.expire_all()


# -- who takes part


def test_whoever_begins_a_draft_is_its_author_and_a_new_course_is_in_their_library(
    session: "Session", author: "User", school: "Organization", draft: Draft
) -> None:
    assert stands(session, draft, author).parts == {Part.AUTHOR}
    assert library_of(session, "tameshi") is None, "it was there before, and is the city's"
    files = course_files()
    new = drafts.take_package(session, pack("atarashii", files.items()), by=author.id, now=NOW)
    assert library_of(session, "atarashii") == school.id
    assert stands(session, new, author).parts == {Part.AUTHOR, Part.LIBRARY}


def test_a_draft_is_hidden_from_strangers_and_shown_to_colleagues_of_its_library(
    session: "Session", author: "User", reviewer: "User"
) -> None:
    packed = pack("atarashii", course_files().items())
    new = drafts.take_package(session, packed, by=author.id, now=NOW)
    assert stands(session, new, reviewer).parts == {Part.LIBRARY}
    stranger = a_teacher(session, a_school(session))
    with pytest.raises(NoResultFound):
        stands(session, new, stranger)
    seen = {
        who.id: session.scalars(
            sa.select(Draft).where(visible_to(identity.person(session, who.id, on=day_of(NOW))))
        ).all()
        for who in (author, reviewer, stranger, an_administrator(session))
    }
    assert [bool(found) for found in seen.values()] == [True, True, False, True]


def test_the_last_author_does_not_leave(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    join(session, draft, reviewer, MemberRole.CO_AUTHOR)
    with pytest.raises(AlreadyMember):
        join(session, draft, reviewer, MemberRole.AUTHOR)
    with pytest.raises(LastAuthor):
        service.leave(session, draft.id, author.id)
    service.leave(session, draft.id, reviewer.id)
    service.leave(session, draft.id, reviewer.id)
    join(session, draft, reviewer, MemberRole.AUTHOR)
    service.leave(session, draft.id, author.id)
    assert [one.user_id for one in queries.members(session, draft.id)] == [reviewer.id]


def test_colleagues_are_found_by_name_around_ones_own_place_and_no_child_is(
    session: "Session", author: "User", reviewer: "User", school: "Organization"
) -> None:
    a_child(session, school=school)
    guardian = a_user(session, family_name="山本", login_id="yamamoto-mama")
    a_post(session, guardian, school, Role.GUARDIAN)
    a_teacher(session, a_school(session), family_name="山本")
    who = identity.person(session, author.id, on=day_of(NOW))

    def found(name: str) -> list[uuid.UUID]:
        return [one.id for one in identity.colleagues(session, who, name, on=day_of(NOW))]

    assert found("山本") == found("ﾔﾏﾓﾄ") == [reviewer.id]
    assert found("田中") == found("ゆい") == found("takeshi@example.jp") == found(" ") == []


# -- the review


def test_a_review_is_asked_for_answered_by_another_and_taken_back_by_a_change(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    join(session, draft, reviewer, MemberRole.REVIEWER)
    with pytest.raises(NotNow):
        take(session, draft, ReviewAct.APPROVED, reviewer)
    take(session, draft, ReviewAct.ASKED, author)
    with pytest.raises(NotNow):
        take(session, draft, ReviewAct.ASKED, author)
    assert not stands(session, draft, author).may(Action.JUDGE)
    with pytest.raises(NoteMissing):
        take(session, draft, ReviewAct.RETURNED, reviewer, " ")
    take(session, draft, ReviewAct.RETURNED, reviewer, "終わりを短く。")
    assert stands(session, draft, author).stage is Stage.WRITING
    change(session, draft, "おわりに", "おわり。", author)
    take(session, draft, ReviewAct.ASKED, author)
    take(session, draft, ReviewAct.APPROVED, reviewer)
    assert stands(session, draft, author).may(Action.PUBLISH)
    change(session, draft, "おわり", "おしまい。", author)
    assert stands(session, draft, author).stage is Stage.WRITING
    steps = queries.steps(session, draft.id)
    assert [(one.act, one.number) for one in steps] == [
        (ReviewAct.APPROVED, 1),
        (ReviewAct.ASKED, 1),
        (ReviewAct.RETURNED, 0),
        (ReviewAct.ASKED, 0),
    ]


def test_what_was_changed_since_it_was_seen_is_not_approved_unseen(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    take(session, draft, ReviewAct.ASKED, author)
    change(session, draft, "おわりに", "おわり。", author)
    with pytest.raises(Overtaken):
        service.take_step(
            session, draft.id, ReviewAct.APPROVED, number=0, words="", by=reviewer.id, now=LATER
        )
    assert stands(session, draft, author).stage is Stage.IN_REVIEW


def test_whoever_wrote_a_block_does_not_judge(
    session: "Session", author: "User", draft: Draft
) -> None:
    boss = an_administrator(session)
    take(session, draft, ReviewAct.ASKED, author)
    assert stands(session, draft, boss).may(Action.JUDGE)
    change(session, draft, "おわりに", "おわり。", boss)
    assert not stands(session, draft, boss).may(Action.JUDGE)


def test_letters_go_to_whom_it_concerns_once(
    app: "Flask", session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    join(session, draft, reviewer, MemberRole.REVIEWER)
    take(session, draft, ReviewAct.ASKED, author, "3つめの問題を見てください。")
    take(session, draft, ReviewAct.APPROVED, reviewer)
    drain(session)
    drain(session)
    folder = app.extensions["terakoya"].settings.instance_dir / "mail"
    letters = [path.read_text() for path in folder.glob("*.eml")]
    assert len(letters) == 2, "an invitation and a request; the author has no address"
    assert all("To: takeshi@example.jp" in one for one in letters)
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 2


def test_a_comment_follows_its_block_and_keeps_the_text_of_its_day(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    anchor = anchor_of(session, draft, "おわりに")
    said = service.comment(session, draft.id, anchor, "長い。", by=reviewer.id, now=LATER)
    with pytest.raises(NoteMissing):
        service.comment(session, draft.id, anchor, " ", by=reviewer.id, now=LATER)
    change(session, draft, "## はじめに", "## いちばん、いちばんはじめに", author)
    with pytest.raises(NoSuchSlice):
        service.comment(session, draft.id, anchor, "x", by=reviewer.id, now=LATER)
    files = dict(authoring.files(session, draft.id))
    assert "おわりに" in find(session, draft.id, [anchor], files)[0].text
    change(session, draft, "おわりに", "おわり。", author)
    service.reply(session, draft.id, said.id, "短くしました。", by=author.id, now=LATER)
    page = pages.reviewed_file(session, draft.id, FILE)
    (block,) = [one for one in page.blocks if one.threads]
    (thread,) = block.threads
    assert (block.text, thread.now, thread.has_changed) == ("おわり。", "おわり。", True)
    assert (thread.said.then or "").startswith("おわりに")
    assert [one.words for one in thread.said.remarks] == ["長い。", "短くしました。"]
    service.resolve(session, draft.id, said.id, is_open=False, by=author.id, now=LATER)
    assert pages.review_page(session, draft.id).open_count == 0
    service.reply(session, draft.id, said.id, "まだ長い。", by=reviewer.id, now=LATER)
    assert pages.review_page(session, draft.id).open_count == 1
    with pytest.raises(NoResultFound):
        service.reply(session, uuid.uuid4(), said.id, "x", by=author.id, now=LATER)


def test_a_comment_goes_along_when_its_block_is_moved_to_another_lesson(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    anchor = anchor_of(session, draft, "::: callout")
    service.comment(session, draft.id, anchor, "よい話です。", by=reviewer.id, now=LATER)
    seen = drafts.Seen(FILE, anchor.span, draft.number)
    to = "010-jibun/020-matome.md"
    drafts.move_block_to(session, draft.id, seen, to, by=author.id, now=LATER)
    page = pages.reviewed_file(session, draft.id, to)
    assert [len(one.threads) for one in page.blocks if one.kind == "callout"] == [1]
    assert not any(one.threads for one in pages.reviewed_file(session, draft.id, FILE).blocks)
    drafts.delete_lesson(session, draft.id, to, by=author.id, now=LATER)
    (gone,) = [one for one in pages.review_page(session, draft.id).files if one.threads]
    assert (gone.path, gone.threads[0].line) == (FILE, None)


# -- publishing


def settled(draft: Draft, **more: object) -> Settled:
    return Settled(**{"number": draft.number, **NOTES, **more})  # type: ignore[arg-type]  # as named there


def test_notes_and_reason_stay_with_what_was_published(
    app: "Flask", session: "Session", author: "User", draft: Draft
) -> None:
    change(session, draft, "おわりに", "おわり。", author)
    for missing in ({"reason": ""}, {"reason": "急ぎ", "for_learners": " "}):
        with pytest.raises(NoteMissing):
            service.ask_to_publish(
                session, draft.id, settled(draft, **missing), by=author.id, now=LATER
            )
    release = service.ask_to_publish(
        session, draft.id, settled(draft, reason="急ぎ"), by=author.id, now=LATER
    )
    assert draft.state is DraftState.WAITING
    drain(session)
    first, second = history.versions_of(session, "tameshi")[::-1]
    assert (first.for_learners, second.for_learners) == ("", "直しました。")
    assert (second.is_current, second.for_teachers) == (True, "問題を見直しました。")
    session.refresh(release)
    assert release.course_version_id == second.id == draft.published_version_id
    assert queries.reasons(session, [second.id]) == {second.id: "急ぎ"}


def test_an_approved_draft_needs_no_reason_and_one_changed_since_is_not_published(
    session: "Session", author: "User", reviewer: "User", draft: Draft
) -> None:
    take(session, draft, ReviewAct.ASKED, author)
    take(session, draft, ReviewAct.APPROVED, reviewer)
    with pytest.raises(Overtaken):
        service.ask_to_publish(
            session, draft.id, settled(draft, number=7), by=author.id, now=LATER
        )
    service.ask_to_publish(session, draft.id, settled(draft), by=author.id, now=LATER)
    assert session.scalars(sa.select(Release)).one().reason == ""


# -- learners under way

WITHOUT_BANGO = LESSON[: LESSON.index("::: text-entry")]
NEW = """

::: choice #atarashii objective=mitsukeru
どちら？

- [x] 右 #migi
  > そうです。
- [ ] 左 #hidari
  > ちがいます。

> よくできました。
:::
"""
CHANGED = WITHOUT_BANGO.replace("だいじょうぶ", "へいき").replace("#kyara", "#anime") + NEW


def again(session: "Session", own: "OwnRun") -> "OwnRun":
    """Return a run as it is now."""
    kept = own.registration
    return learning.own_run(session, kept.id, learner_id=kept.learner_id)


def test_a_run_that_moves_takes_along_what_still_has_its_key(session: "Session") -> None:
    own = a_run(session)
    for key in ("doko", "junban", "bango"):
        answer(session, own, key, RIGHT[key])
    old = own.registration.course_version_id
    new = a_version(session, course_files(lesson=CHANGED), now=LATER)
    files = course_files(lesson=CHANGED)
    a_run(session, files=files)  # begun in the new version: it stays
    assert learning.under_way(session, "tameshi") == {old: 1, new.id: 1}
    found = learning.runs_to_move(session, new.id, after=None, limit=9)
    assert found == [own.registration.id]
    assert moving.move_run(session, own.registration.id, new.id, now=LATER)
    assert not moving.move_run(session, own.registration.id, new.id, now=LATER)
    moved = again(session, own)
    assert moved.registration.course_version_id == new.id
    assert moved.registration.items_right == 2, "bango is gone"
    assert moved.judgement.items_missing == ("dore", "atarashii")
    assert learning.has_moved(session, moved)
    assert not runs.rebuild(session, moved, check=True), "it is what its statements say"


def test_who_has_completed_the_course_or_begun_it_anew_stays(session: "Session") -> None:
    learner = a_citizen(session)
    done, both = a_run(session), a_run(session, learner=learner)
    for key, response in RIGHT.items():
        answer(session, done, key, response)
    assert finish_lessons(session, done)
    new = a_version(session, course_files(lesson=CHANGED), now=LATER)
    a_run(session, learner=learner, files=course_files(lesson=CHANGED))
    for own in (done, both):
        assert not moving.move_run(session, own.registration.id, new.id, now=LATER)
    assert learning.runs_to_move(session, new.id, after=None, limit=9) == []


def test_whoever_misses_nothing_any_more_has_completed_the_course(session: "Session") -> None:
    own = a_run(session)
    for key in ("doko", "junban", "dore"):
        answer(session, own, key, RIGHT[key])
    for head in own.course.lessons[:1]:
        for steps in range(1, head.steps + 1):
            runs.leave_step(session, own, head, steps, now=LATER)
    files = course_files(lesson=WITHOUT_BANGO, **{"010-jibun/020-matome.md": None})
    new = a_version(session, files, now=LATER)
    assert moving.move_run(session, own.registration.id, new.id, now=LATER)
    moved = again(session, own)
    assert moved.is_completed


@pytest.mark.parametrize("moves", [True, False])
def test_learners_move_only_when_that_was_chosen(
    app: "Flask", session: "Session", author: "User", draft: Draft, *, moves: bool
) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    change(session, draft, "おわりに", "おわり。", author)
    page = pages.release_page(session, draft.id)
    (under_way,) = page.under_way
    assert (under_way.count, under_way.carried.lessons.is_whole) == (1, True)
    assert page.proposed.for_learners == "「個人情報ってなに？」を直しました。"
    service.ask_to_publish(
        session, draft.id, settled(draft, reason="急ぎ", moves_learners=moves),
        by=author.id, now=LATER,
    )  # fmt: skip
    drain(session)
    kept = again(session, own).registration
    assert (kept.course_version_id == draft.published_version_id) is moves
    assert kept.items_right == 1


# -- retirement


def test_a_retired_course_is_in_no_list_and_comes_back(session: "Session") -> None:
    version = a_version(session)
    publishing.retire_course(session, "tameshi", now=NOW)
    publishing.retire_course(session, "tameshi", now=LATER)
    assert catalog.all_courses(session) == catalog.courses_for(session, "citizen") == []
    card = catalog.course_by_slug(session, "tameshi")
    assert (card.is_retired, card.version.id) == (True, version.id)
    assert [one.is_retired for one in catalog.published_courses(session)] == [True]
    assert catalog.spelling(session, "citizen").known, "what it earned is still spelled"
    publishing.bring_back(session, "tameshi", now=LATER)
    assert [one.slug for one in catalog.all_courses(session)] == ["tameshi"]
