"""A page becomes public after the last answer, and shows no more than today's answers allow."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.consents.rules import Missing, Purpose, Said
from app.following.models import Notification
from app.following.words import SENTENCES
from app.identity.errors import TooManyAttempts
from app.identity.models import Role
from app.identity.queries import person
from app.privacy.service.erasing import erase_account
from app.projects.models import Project, ProjectActivity
from app.projects.rules import Act, MemberRole, ProjectState
from app.projects.service import members
from app.showcase import queries, service
from app.showcase.errors import NoSuchShowcase, ShowcaseRefused
from app.showcase.rules import CommentState, Content, State, Wish
from app.showcase.service import Writer
from app.workroom.models import Artifact, ArtifactPerson
from tests.factories.consents import an_answer
from tests.factories.identity import NOW, TODAY, a_citizen, a_post
from tests.factories.projects import Together, a_project
from tests.factories.showcase import (
    ASKED,
    STORY,
    a_comment,
    a_draft,
    a_picture_of,
    a_public_page,
    a_wish,
    all_agree,
    shown,
    the_teacher,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

LATER = NOW + timedelta(days=1)


def told(session: "Session", user: "User", kind: str) -> int:
    session.flush()
    rows = session.scalars(
        sa.select(Notification).where(Notification.user_id == user.id, Notification.kind == kind)
    ).all()
    assert kind in SENTENCES
    for row in rows:
        assert SENTENCES[kind] % row.facts
    return len(rows)


def named(session: "Session", together: Together) -> tuple[tuple[str, ...], int]:
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    return page.learners.named, page.learners.others


def test_a_page_waits_for_the_last_guardian(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    row = a_draft(session, together)
    all_agree(session, first)
    tie = all_agree(session, second, Purpose.PROJECTS)
    found = queries.check(session, together.project.id, STORY, ASKED)
    assert [(one.user_id, one.lacks) for one in found.awaited] == [
        (second.id, ((Purpose.NAME, Missing.NEVER_ASKED),))
    ]
    assert not found.is_ready
    with pytest.raises(ShowcaseRefused, match="blocked"):
        service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=NOW)
    all_agree(session, second, Purpose.NAME, tie=tie)
    service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=NOW)
    assert queries.is_public(session, together.project.id)
    assert told(session, together.pupils[0], "showcase.published") == 1
    assert told(session, together.owner, "showcase.published") == 1
    acts = session.scalars(sa.select(ProjectActivity.act)).all()
    assert acts.count(Act.PUBLISHED_SHOWCASE) == 1


def test_a_refusal_holds_nothing_back_and_names_nobody(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    all_agree(session, first)
    all_agree(session, second, said=Said.REFUSED)
    for child in together.pupils:
        a_wish(session, together, child)
    row = a_draft(session, together)
    service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=NOW)
    assert named(session, together) == (("ゆい",), 1)


def test_a_name_is_gone_with_the_next_look_and_the_teacher_is_told(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    assert named(session, together) == (("けんた", "ゆい"), 0)
    tie = all_agree(session, together.pupils[0], said=Said.AGREED)
    an_answer(session, tie, Said.WITHDRAWN, Purpose.NAME, now=LATER)
    assert named(session, together) == (("けんた",), 1)
    service.look_again(session, ASKED, now=LATER)
    assert told(session, together.teacher, "showcase.dropped") == 1
    assert told(session, together.pupils[0], "showcase.dropped") == 0
    service.look_again(session, ASKED, now=LATER)
    assert told(session, together.teacher, "showcase.dropped") == 1


def test_names_end_with_the_school_year(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    after = replace(ASKED, on=TODAY.replace(year=TODAY.year + 1, month=4, day=2))
    page = queries.public_page(session, together.project.key, after, reader_id=None)
    assert page.learners.named == ()


def test_nobody_is_named_who_did_not_wish_it_and_pseudonyms_stand_for_names(
    session: "Session",
) -> None:
    together = a_project(session)
    a_public_page(session, together)
    first, second = together.pupils
    a_wish(session, together, first, Wish.UNNAMED)
    a_wish(session, together, second, Wish.PSEUDONYM)
    assert named(session, together) == ((), 2)
    page = queries.cast_of(session, together.project.id, ASKED)
    next(one for one in page.members if one.row.user_id == second.id).row.pseudonym = "雪うさぎ"
    session.flush()
    assert named(session, together) == (("雪うさぎ",), 1)


def test_a_wish_of_a_pupil_ends_with_being_one(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    grown = together.pupils[0]
    grown.grade = None
    for post in grown.posts:
        post.role = Role.MANAGER
        post.organization_id = together.department.id
    session.flush()
    session.expire_all()
    assert named(session, together) == (("けんた",), 1)
    a_wish(session, together, grown, is_minor=False)
    assert named(session, together)[1] == 0


def test_a_picture_waits_for_everybody_on_it(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    alone = a_picture_of(session, together.project, title="橋")
    both = a_picture_of(session, together.project, first, second, together.teacher)
    crowd = a_picture_of(session, together.project, title="朝市")
    crowd.shows_others = True
    content = replace(STORY, pictures=shown(alone, both, crowd))
    row = a_draft(session, together, content)
    ties = [all_agree(session, child) for child in together.pupils]
    found = queries.check(session, together.project.id, content, ASKED)
    assert [one.is_fit for one in found.looks] == [True, False, False]
    assert len(found.looks[1].hidden_by) == 3
    for child, tie in zip(together.pupils, ties, strict=True):
        all_agree(session, child, Purpose.PHOTO, tie=tie)
    with pytest.raises(ShowcaseRefused, match="blocked"):
        service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=NOW)
    a_wish(session, together, together.teacher, is_minor=False, shows_me=True)
    content = replace(STORY, pictures=shown(both, alone))
    row = a_draft(session, together, content)
    service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=NOW)
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert [one.title for one in page.pictures] == ["朝の通学路", "橋"]
    (card,) = queries.latest(session, ASKED, most=5)
    assert card.cover is not None
    assert card.cover.artifact_id == both.id
    an_answer(session, ties[0], Said.WITHDRAWN, Purpose.PHOTO, now=LATER)
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert [one.title for one in page.pictures] == ["橋"]
    (card,) = queries.latest(session, ASKED, most=5)
    assert card.cover is not None
    assert card.cover.artifact_id == alone.id
    with pytest.raises(NoSuchShowcase):
        queries.public_picture(session, together.project.key, both.id, ASKED)
    found_ = queries.public_picture(session, together.project.key, alone.id, ASKED)
    assert found_.artifact_id == alone.id


def test_a_new_version_of_a_picture_is_not_public_until_it_was_looked_at(
    session: "Session",
) -> None:
    together = a_project(session)
    picture = a_picture_of(session, together.project)
    content = replace(STORY, pictures=shown(picture))
    a_public_page(session, together, content)
    picture.number = 2
    picture.versions[0].number = 2
    session.flush()
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.pictures == ()
    found = queries.check(session, together.project.id, content, ASKED)
    assert (found.gone, found.is_ready) == (1, False)


def test_a_picture_of_whom_nobody_knows_any_more_is_shown_no_longer(session: "Session") -> None:
    together = a_project(session)
    picture = a_picture_of(session, together.project, together.pupils[0])
    all_agree(session, together.pupils[0], Purpose.PHOTO)
    a_public_page(session, together, replace(STORY, pictures=shown(picture)))
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert len(page.pictures) == 1
    session.execute(sa.delete(ArtifactPerson))
    session.expire_all()
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.pictures == ()


def test_press_gets_only_what_may_be_broadcast(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    picture = a_picture_of(session, together.project, first)
    empty = a_picture_of(session, together.project, title="橋")
    for child in together.pupils:
        tie = all_agree(session, child, Purpose.NAME, Purpose.PROJECTS, Purpose.PHOTO)
        if child is second:
            all_agree(session, child, Purpose.BROADCAST, tie=tie)
    row = a_draft(session, together, replace(STORY, pictures=shown(picture, empty)))
    sheet = queries.press_sheet(session, row, ASKED)
    assert [one.picture.title for one in sheet.offered] == ["橋"]
    (held,) = sheet.withheld
    assert held.is_fit
    assert [one.purpose for one in held.unaired_by] == [Purpose.BROADCAST]
    assert [one.row.user_id for one in sheet.aired] == [second.id]
    assert len(sheet.learners) == 2


def test_what_the_team_goes_on_writing_is_not_public(session: "Session") -> None:
    together = a_project(session)
    row = a_public_page(session, together)
    pupil = Writer(together.project.id, together.pupils[0].id)
    changed = replace(STORY, title="ちがう題")
    row = service.write(session, pupil, changed, ASKED, seen=row.edition, now=LATER)
    assert row.is_ahead
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.content.title == STORY.title
    service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=LATER)
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.content.title == "ちがう題"
    assert page.row.first_published_at == NOW


def test_two_who_write_at_once_lose_nothing(session: "Session") -> None:
    together = a_project(session)
    row = a_draft(session, together)
    seen = row.edition
    pupil = Writer(together.project.id, together.pupils[0].id)
    service.write(session, pupil, STORY, ASKED, seen=seen, now=NOW)
    with pytest.raises(ShowcaseRefused, match="changed"):
        service.write(session, the_teacher(together), STORY, ASKED, seen=seen, now=NOW)
    with pytest.raises(ShowcaseRefused, match="changed"):
        service.write(session, pupil, STORY, ASKED, seen=0, now=NOW)
    with pytest.raises(ShowcaseRefused, match="changed"):
        service.publish(session, the_teacher(together), ASKED, seen=seen, now=NOW)


def test_the_team_hands_in_and_the_teacher_gives_back(session: "Session") -> None:
    together = a_project(session)
    pupil = Writer(together.project.id, together.pupils[0].id)
    row = service.write(session, pupil, Content(title="だけ"), ASKED, seen=0, now=NOW)
    with pytest.raises(ShowcaseRefused, match="blocked"):
        service.hand_in(session, pupil, ASKED, seen=row.edition, now=NOW)
    row = service.write(session, pupil, STORY, ASKED, seen=row.edition, now=NOW)
    service.hand_in(session, pupil, ASKED, seen=row.edition, now=NOW)
    assert row.awaited_seen == 2
    assert told(session, together.teacher, "showcase.handed_in") == 1
    service.give_back(session, the_teacher(together), "数え方を。", seen=row.edition, now=NOW)
    assert (row.state, row.said) == (State.DRAFT, "数え方を。")
    assert told(session, together.pupils[1], "showcase.given_back") == 1
    service.hand_in(session, pupil, ASKED, seen=row.edition, now=NOW)
    for child in together.pupils:
        all_agree(session, child)
    service.look_again(session, ASKED, now=LATER)
    assert told(session, together.teacher, "showcase.ready") == 1


def test_who_left_is_asked_for_and_credited_as_well(session: "Session") -> None:
    together = a_project(session)
    cast = queries.cast_of(session, together.project.id, ASKED)
    gone = next(one for one in cast.learners if one.row.user_id == together.pupils[1].id)
    members.leave(session, gone.row, by=together.teacher.id, now=NOW)
    found = queries.check(session, together.project.id, STORY, ASKED)
    assert found.asked == 2
    a_public_page(session, together)
    assert named(session, together) == (("けんた", "ゆい"), 0)


def test_a_withdrawn_page_is_nobodys_and_comes_back(session: "Session") -> None:
    together = a_project(session)
    row = a_public_page(session, together)
    service.withdraw(session, the_teacher(together), seen=row.edition, now=LATER)
    with pytest.raises(NoSuchShowcase):
        queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert queries.latest(session, ASKED, most=5) == ()
    service.publish(session, the_teacher(together), ASKED, seen=row.edition, now=LATER)
    assert len(queries.exhibition(session, row.project.year, ASKED)) == 1


def test_an_ended_project_is_written_by_its_teachers_alone(session: "Session") -> None:
    together = a_project(session)
    row = a_draft(session, together)
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    pupil = Writer(together.project.id, together.pupils[0].id)
    with pytest.raises(ShowcaseRefused, match="ended"):
        service.write(session, pupil, STORY, ASKED, seen=row.edition, now=NOW)
    service.write(session, the_teacher(together), STORY, ASKED, seen=row.edition, now=NOW)


def test_a_comment_stands_when_an_adult_of_the_team_let_it(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    citizen = a_citizen(session)
    asked = person(session, citizen.id, on=TODAY)
    row = service.write_comment(
        session, together.project.id, asked, "近所の者", "助かっています。", now=NOW
    )
    assert told(session, together.teacher, "showcase.commented") == 1
    assert told(session, together.owner, "showcase.commented") == 1
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.comments == ()
    decide = service.decide_comment
    by = together.owner.id
    decide(session, together.project.id, row.id, by=by, reason=None, now=NOW)
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert [one.called for one in page.comments] == ["近所の者"]
    with pytest.raises(ShowcaseRefused, match="gone"):
        decide(session, together.project.id, row.id, by=by, reason=None, now=NOW)
    decide(session, together.project.id, row.id, by=by, reason="人の名前があるため。", now=NOW)
    assert row.state is CommentState.RETURNED
    assert told(session, citizen, "showcase.comment_returned") == 1
    other = a_project(session)
    with pytest.raises(NoSuchShowcase):
        decide(session, other.project.id, row.id, by=by, reason="x", now=NOW)


def test_who_is_under_age_and_who_writes_too_much_leaves_no_comment(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    key = together.project.id
    child = person(session, together.pupils[0].id, on=TODAY)
    with pytest.raises(ShowcaseRefused, match="minor"):
        service.write_comment(session, key, child, "ぼく", "あ", now=NOW)
    asked = person(session, a_citizen(session).id, on=TODAY)
    for _turn in range(5):
        service.write_comment(session, key, asked, "わたし", "あ", now=NOW)
    with pytest.raises(TooManyAttempts):
        service.write_comment(session, key, asked, "わたし", "あ", now=NOW)


def test_adults_are_counted_by_place_and_named_by_their_wish(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    a_wish(session, together, together.owner, is_minor=False)
    page = queries.public_page(session, together.project.key, ASKED, reader_id=together.owner.id)
    by_role = {one.role: one for one in page.others}
    assert by_role[MemberRole.OWNER].crowd.named == (together.owner.name,)
    assert by_role[MemberRole.MENTOR].crowd.named == ()
    assert by_role[MemberRole.MENTOR].count == 1
    assert page.schools == ((together.school.name, 2),)
    assert page.departments == (together.department.name,)
    assert page.follows


def test_the_gallery_is_narrowed_by_year_and_field(session: "Session") -> None:
    together = a_project(session)
    row = a_public_page(session, together)
    asked = queries.Asked()
    found = queries.gallery(session, asked, ASKED)
    assert [one.key for one in found.cards] == [together.project.key]
    assert (found.cards[0].place, found.total) == (together.school.name, 1)
    assert found.years == (row.project.year,)
    for narrowed in (
        replace(asked, year=1999),
        replace(asked, field="protect"),
        replace(asked, taken_over=True),
    ):
        assert queries.gallery(session, narrowed, ASKED).cards == ()


def test_a_draft_is_in_no_list(session: "Session") -> None:
    together = a_project(session)
    a_draft(session, together)
    a_comment(session, together, a_citizen(session))
    a_post(session, a_citizen(session), together.school)
    assert queries.gallery(session, queries.Asked(), ASKED).total == 0
    assert len(queries.comments_to_judge(session, together.project.id)) == 1


def test_the_last_answer_is_told_at_once_and_once_for_each_turn(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    picture = a_picture_of(session, together.project, first)
    a_draft(session, together, replace(STORY, pictures=shown(picture)))
    tie = all_agree(session, first)
    all_agree(session, second)
    service.look_for(session, second.id, ASKED, now=NOW)
    assert told(session, together.teacher, "showcase.ready") == 0  # the picture waits still
    all_agree(session, first, Purpose.PHOTO, tie=tie)
    for _again in range(2):
        assert service.look_for(session, first.id, ASKED, now=NOW) == 1
    assert told(session, together.teacher, "showcase.ready") == 1
    service.look_again(session, ASKED, now=LATER)
    assert told(session, together.teacher, "showcase.ready") == 1
    assert told(session, first, "showcase.ready") == 0
    an_answer(session, tie, Said.WITHDRAWN, Purpose.PHOTO, now=LATER)
    service.look_for(session, first.id, ASKED, now=LATER)
    all_agree(session, first, Purpose.PHOTO, tie=tie, now=LATER)
    service.look_for(session, first.id, ASKED, now=LATER)
    assert told(session, together.teacher, "showcase.ready") == 2
    assert service.look_for(session, a_citizen(session).id, ASKED, now=LATER) == 0


def test_what_is_withdrawn_is_told_at_once_each_time(session: "Session") -> None:
    together = a_project(session)
    a_public_page(session, together)
    for number, child in enumerate(together.pupils, 1):
        tie = all_agree(session, child)
        an_answer(session, tie, Said.WITHDRAWN, Purpose.NAME, now=LATER)
        now = LATER + timedelta(minutes=number)
        service.look_for(session, child.id, ASKED, now=now)
        service.look_for(session, child.id, ASKED, now=now)
        assert told(session, together.teacher, "showcase.dropped") == number


def test_a_picture_of_which_nobody_said_who_is_on_it_stays_inside(session: "Session") -> None:
    together = a_project(session)
    picture = a_picture_of(session, together.project, title="橋")
    content = replace(STORY, pictures=shown(picture))
    row = a_public_page(session, together, content)
    assert len(queries.press_sheet(session, row, ASKED).offered) == 1
    picture.people_number = 0
    session.flush()
    found = queries.check(session, together.project.id, content, ASKED)
    assert [one.is_untold for one in found.looks[0].hidden_by] == [True]
    assert queries.press_sheet(session, row, ASKED).offered == ()
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.pictures == ()


def test_a_picture_of_somebody_erased_stays_inside_whoever_is_named_on_it_later(
    session: "Session",
) -> None:
    together = a_project(session)
    first, second = together.pupils
    picture = a_picture_of(session, together.project, first)
    for child in together.pupils:
        all_agree(session, child, Purpose.PHOTO, Purpose.PROJECTS)
    a_public_page(session, together, replace(STORY, pictures=shown(picture)))
    session.commit()
    erase_account(session, first.id, traces=(), by=None, now=LATER)
    session.expire_all()
    artifact = session.get_one(Artifact, picture.id)
    assert artifact.people == []
    artifact.people = [ArtifactPerson(user_id=second.id)]
    session.flush()
    page = queries.public_page(session, together.project.key, ASKED, reader_id=None)
    assert page.pictures == ()
    (look,) = queries.check(
        session, together.project.id, replace(STORY, pictures=shown(artifact)), ASKED
    ).looks
    assert [(one.user_id, one.is_untold) for one in look.hidden_by] == [(None, False)]


def test_adults_say_yes_to_press_apart_from_the_page(session: "Session") -> None:
    together = a_project(session)
    picture = a_picture_of(session, together.project, together.teacher)
    row = a_draft(session, together, replace(STORY, pictures=shown(picture)))
    a_wish(session, together, together.teacher, is_minor=False, shows_me=True)
    (look,) = queries.press_sheet(session, row, ASKED).looks
    assert (look.is_fit, look.may_air) == (True, False)
    a_wish(session, together, together.teacher, is_minor=False, shows_me=True, airs_me=True)
    assert len(queries.press_sheet(session, row, ASKED).offered) == 1
    a_wish(session, together, together.teacher, is_minor=False, airs_me=True)
    assert not queries.press_sheet(session, row, ASKED).looks[0].is_fit
