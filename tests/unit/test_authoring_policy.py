"""Who may do what with a draft: the whole table, and what a change makes of an approval."""

import uuid
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import policy
from app.authoring.models import DraftState, MemberRole, ReviewAct
from app.authoring.policy import Action, Part, Stage, Standing
from app.identity.models import OrganizationKind, Role
from app.identity.person import Person, PostView

W, R, A, Q, P = Stage.WRITING, Stage.IN_REVIEW, Stage.APPROVED, Stage.WAITING, Stage.PUBLISHED
SCHOOL, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)

ALLOWED: dict[tuple[Action, Part], set[Stage]] = {
    **{(Action.SEE, part): {W, R, A, Q, P} for part in Part},
    **{(Action.COPY, part): {W, R, A, Q, P} for part in Part if part is not Part.REVIEWER},
    **{(Action.EDIT, part): {W, R, A, Q} for part in (Part.AUTHOR, Part.CO_AUTHOR, Part.CITY)},
    **{(Action.COMMENT, part): {W, R, A, Q} for part in Part if part is not Part.LIBRARY},
    **{(Action.ASK, part): {W} for part in (Part.AUTHOR, Part.CO_AUTHOR, Part.CITY)},
    **{(Action.WITHDRAW, part): {R} for part in (Part.AUTHOR, Part.CO_AUTHOR, Part.CITY)},
    **{(Action.JUDGE, part): {R} for part in (Part.REVIEWER, Part.CITY)},
    **{(Action.PUBLISH, part): {A} for part in (Part.AUTHOR, Part.CITY)},
    (Action.ALONE, Part.CITY): {W, R},
    **{(Action.INVITE, part): {W, R, A, Q} for part in (Part.AUTHOR, Part.CITY)},
    **{
        (Action.LEAVE, part): {W, R, A, Q, P}
        for part in (Part.AUTHOR, Part.CO_AUTHOR, Part.REVIEWER)
    },
}
"""Written anew from the table in words, not from the table in code."""


@pytest.mark.parametrize("action", Action)
def test_each_part_may_do_what_the_table_says(action: Action) -> None:
    for part, stage in product(Part, Stage):
        expected = stage in ALLOWED.get((action, part), set())
        assert Standing(frozenset({part}), stage).may(action) is expected, (part, stage)


@given(st.frozensets(st.sampled_from(Part)), st.sampled_from(Stage), st.sampled_from(Action))
def test_who_is_several_may_what_any_of_them_may_but_judge_what_they_write(
    parts: frozenset[Part], stage: Stage, action: Action
) -> None:
    any_of_them = any(Standing(frozenset({part}), stage).may(action) for part in parts)
    writes = bool(parts & {Part.AUTHOR, Part.CO_AUTHOR})
    expected = any_of_them and not (action is Action.JUDGE and writes)
    assert Standing(parts, stage).may(action) is expected


@given(st.frozensets(st.sampled_from(Part)), st.sampled_from(Stage))
def test_nobody_judges_what_they_wrote_and_a_stranger_may_nothing(
    parts: frozenset[Part], stage: Stage
) -> None:
    assert not Standing(parts, stage, has_written=True).may(Action.JUDGE)
    assert not any(Standing(frozenset(), stage).may(action) for action in Action)


@given(st.lists(st.one_of(st.sampled_from(ReviewAct), st.none()), max_size=12))
def test_a_draft_is_approved_only_as_it_was_when_it_was_approved(
    happened: list[ReviewAct | None],
) -> None:
    """None is a change of the text; an act that is not possible does not happen."""
    number, last = 0, None
    since: list[ReviewAct | None] = []
    for one in happened:
        stage = policy.stage_of(DraftState.DRAFT, number, last)
        if one is None:
            number += 1
        elif policy.may_follow(one, stage):
            last = (one, number)
        else:
            continue
        since.append(one)
    stage = policy.stage_of(DraftState.DRAFT, number, last)
    assert (stage is Stage.APPROVED) == (since[-1:] == [ReviewAct.APPROVED])
    acts = [one for one in since if one is not None]
    assert (stage is Stage.IN_REVIEW) == (acts[-1:] == [ReviewAct.ASKED])
    for before, after in pairwise(acts):
        assert (before is ReviewAct.ASKED) != (after is ReviewAct.ASKED), "asked, then answered"


@pytest.mark.parametrize(("state", "stage"), [(DraftState.WAITING, Q), (DraftState.PUBLISHED, P)])
def test_what_waits_or_is_published_is_no_longer_in_review(
    state: DraftState, stage: Stage
) -> None:
    assert policy.stage_of(state, 3, (ReviewAct.APPROVED, 3)) is stage


def a_person(kind: OrganizationKind, role: Role, place: uuid.UUID) -> Person:
    post = PostView(
        uuid.UUID(int=9), place, "", kind, role, "", is_primary=True, attendance_number=None
    )
    return Person(
        id=uuid.UUID(int=7),
        actor_name=uuid.UUID(int=7),
        login="",
        family_name="林",
        given_name="まどか",
        family_kana="",
        given_kana="",
        nickname=None,
        grade=None,
        is_demo=False,
        is_disabled=False,
        session_epoch=0,
        name_order="",
        posts=(post,),
    )


TEACHER = a_person(OrganizationKind.SCHOOL, Role.TEACHER, SCHOOL)
CITY = a_person(OrganizationKind.CITY, Role.ADMINISTRATOR, OTHER)
CLERK = a_person(OrganizationKind.DEPARTMENT, Role.LEARNER, SCHOOL)


def test_a_library_is_open_to_those_who_author_for_its_organization() -> None:
    assert policy.parts_of(TEACHER, None, SCHOOL) == {Part.LIBRARY}
    assert policy.parts_of(TEACHER, None, OTHER) == set()
    assert policy.parts_of(TEACHER, None, None) == set()
    assert policy.parts_of(CLERK, MemberRole.CO_AUTHOR, SCHOOL) == {Part.CO_AUTHOR}
    assert policy.parts_of(CITY, MemberRole.REVIEWER, None) == {Part.REVIEWER, Part.CITY}


def test_drafts_are_begun_by_those_who_author_and_mended_in_their_own_library() -> None:
    assert [policy.may_author(one) for one in (TEACHER, CITY, CLERK)] == [True, True, False]
    assert [policy.may_mend(TEACHER, place) for place in (SCHOOL, OTHER, None)] == [
        *(True, False, False)
    ]
    assert policy.may_mend(CITY, None)
    assert policy.may_mend(CITY, SCHOOL)


@pytest.mark.parametrize(
    ("name", "is_free"), [("CC-BY-4.0", True), ("CC-BY-ND-4.0", False), ("", False)]
)
def test_a_course_of_others_is_copied_as_its_license_allows(name: str, is_free: bool) -> None:  # noqa: FBT001  a parameter of the table above
    assert policy.may_copy(TEACHER, name, OTHER) is is_free
    assert policy.may_copy(TEACHER, name, None) is is_free
    assert policy.may_copy(TEACHER, name, SCHOOL)


def test_what_is_made_for_staff_is_found_by_staff_and_in_one_s_own_library() -> None:
    assert policy.may_find(TEACHER, "child", OTHER)
    assert not policy.may_find(TEACHER, "staff", None)
    assert policy.may_find(TEACHER, "staff", SCHOOL)
    assert policy.may_find(CLERK, "staff", None)
    assert policy.may_find(CITY, "staff", OTHER)
