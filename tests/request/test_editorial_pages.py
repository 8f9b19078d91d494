"""The pages around a draft, walked by those who write, those who look, and those who may not."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring.models import Draft, DraftMember, DraftState, MemberRole
from app.catalog.sources.package import pack
from app.editorial.models import Release
from app.identity.models import Organization, Role, User
from app.learning import moving
from tests.client import PageClient, sign_in
from tests.factories.catalog import LESSON, NOW, a_version, course_files
from tests.factories.identity import (
    a_citizen,
    a_post,
    a_school,
    a_user,
    an_administrator,
)
from tests.factories.learning import NOON, RIGHT, a_run, answer

HOME = "/authoring/"
FILE = "010-jibun/010-nani.md"


@pytest.fixture
def school(session: Session) -> Organization:
    return a_school(session)


def a_teacher(session: Session, school: Organization, name: str = "林") -> User:
    teacher = a_user(session, family_name=name)
    a_post(session, teacher, school, Role.TEACHER)
    return teacher


@pytest.fixture
def author(session: Session, school: Organization) -> User:
    return a_teacher(session, school)


@pytest.fixture
def colleague(session: Session, school: Organization) -> User:
    return a_teacher(session, school, "山本")


@pytest.fixture
def draft(client: PageClient, session: Session, author: User) -> Draft:
    """Return a draft of a new course, which its author brought as a package."""
    sign_in(client, author)
    packed = pack("atarashii", course_files().items())
    client.post(f"{HOME}packages", data={"package": (BytesIO(packed), "atarashii.zip")})
    return session.scalars(sa.select(Draft)).one()


def join(session: Session, draft: Draft, who: User, role: MemberRole) -> None:
    session.add(DraftMember(draft_id=draft.id, user_id=who.id, role=role, since=NOW))
    session.flush()


def form_of(client: PageClient, action: str, **wanted: str) -> dict[str, str]:
    """Return what a form of the page sends, the hidden fields as they are."""
    form = next(one for one in client.page.all("form") if (one.get("action") or "") == action)
    fields = {one.get("name"): one.get("value") for one in form.fields if one.get("name")}
    return {**{str(name): value or "" for name, value in fields.items()}, **wanted}


def test_a_draft_is_written_looked_at_answered_and_published_by_two(
    client: PageClient, session: Session, draft: Draft, author: User, colleague: User
) -> None:
    here = f"{HOME}{draft.id}"
    page = client.see(f"{here}/members?name=山")
    assert "山本 さくらさん" in page.text
    sent = {"user": str(colleague.id), "name": "山", "role": "reviewer"}
    client.post(f"{here}/members", data=sent, follow_redirects=True)
    assert "山本 さくらさんを招きました" in client.page.text
    client.post(
        f"{here}/review",
        data={"act": "asked", "number": "0", "words": "見てください。"},
        follow_redirects=True,
    )
    assert "見てもらっている" in client.page.text
    assert (
        client.post(f"{here}/review", data={"act": "approved", "number": "0"}).status_code == 303
    )
    assert "何も変わっていません" in client.see(f"{here}/review").text, "not by oneself"

    sign_in(client, colleague)
    client.see(f"{here}/review/{FILE}")
    said = form_of(client, f"{here}/review/{FILE}", words="題が長いです。")
    assert client.post(f"{here}/review/{FILE}", data=said).status_code == 303
    assert "題が長いです。" in client.see(f"{here}/review").text
    client.post(f"{here}/review", data={"act": "returned", "number": "0", "words": " "})
    assert "直してほしいところを書いてから" in client.page.text
    client.post(
        f"{here}/review",
        data={"act": "approved", "number": "0", "words": ""},
        follow_redirects=True,
    )
    assert "作者が公開できます" in client.page.text
    assert client.post(f"{here}/publish", data={"number": "0"}).status_code == 403

    sign_in(client, author)
    assert "はじめての版です。" in client.see(f"{here}/publish").html
    assert "ひとりで公開するわけ" not in client.page.text
    client.post(f"{here}/publish", data={"number": "0", "for_learners": ""})
    assert "学ぶ人に伝えることを" in client.page.text
    sent = {"number": "0", "for_learners": "はじめての版です。", "for_teachers": ""}
    client.post(f"{here}/publish", data=sent, follow_redirects=True)
    assert "公開を待っている" in client.page.text
    session.refresh(draft)
    assert draft.state is DraftState.WAITING
    assert session.scalars(sa.select(Release)).one().for_learners == "はじめての版です。"


def test_a_thread_is_answered_settled_and_opened_again(
    client: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}"
    client.see(f"{here}/review/{FILE}")
    said = form_of(client, f"{here}/review/{FILE}")
    client.post(f"{here}/review/{FILE}", data={**said, "words": " "})
    assert "意見を書いてから" in client.page.text
    client.post(f"{here}/review/{FILE}", data={**said, "number": "9", "words": "長い"})
    assert client.page.text.count("長い") >= 2, "what was written is kept"
    client.post(f"{here}/review/{FILE}", data={**said, "words": "長い"})
    client.see(f"{here}/review")
    thread = next(
        action
        for one in client.page.all("form")
        if "/threads/" in (action := one.get("action") or "")
    )
    client.post(thread, data={"words": "", "act": ""}, follow_redirects=True)
    assert "返事を書いてから" in client.page.text
    client.post(thread, data={"words": "直します。", "act": "resolve"}, follow_redirects=True)
    assert "済んだことにしました" in client.page.text
    assert "直します。" not in client.see(f"{here}/review?show=open").text
    client.post(thread, data={"act": "reopen"}, follow_redirects=True)
    assert "まだ済んでいない意見が1つ" in client.page.text


def test_what_was_said_of_a_block_stands_at_it_on_the_bench_and_is_answered_there(
    client: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}"
    page = client.see(f"{here}/files/{FILE}")
    source = next(one.get("data-from") for one in page.elements if one.tag == "said-here")
    assert source == f"{here}/review/{FILE}"
    page = client.see(source)
    sent = form_of(client, source, words="短くします。")
    client.post(source, data=sent)
    client.fragment("GET", source)
    counts = [one.text for one in client.page.all("template")]
    assert counts[0] == "意見1つ"
    assert counts[1:] == ["意見を書く"] * len(counts[1:])
    thread = next(
        one.get("action") for one in client.page.all("form") if "/threads/" in one.get("action")
    )
    answer = client.fragment("POST", thread, data={"path": FILE, "words": " "})
    assert answer.status_code == 422
    assert "返事を書いてから" in client.page.text
    answer = client.fragment("POST", thread, data={"path": FILE, "act": "resolve"})
    assert answer.location.startswith(source)
    client.fragment("GET", source)
    assert client.page.all("template")[0].text == "済んだ意見"


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (None, {"files": 403, "undo": 403, "publish": 403, "members": 403, "package": 200}),
        ("reviewer", {"files": 403, "undo": 403, "publish": 403, "members": 403, "package": 403}),
        ("co_author", {"publish": 403, "members": 403, "package": 200}),
    ],
)
def test_who_may_see_a_draft_is_told_what_is_not_theirs_to_do(
    client: PageClient,
    session: Session,
    draft: Draft,
    colleague: User,
    *,
    role: str | None,
    refused: dict[str, int],
) -> None:
    """``role`` None is a colleague in whose organization's library the course is."""
    here, who = f"{HOME}{draft.id}", colleague
    if role is not None:
        who = a_citizen(session) if role == "reviewer" else a_teacher(session, a_school(session))
        join(session, draft, who, MemberRole(role))
    sign_in(client, who)
    for address in ("", f"/files/{FILE}", "/review", f"/review/{FILE}", "/members", "/publish"):
        client.see(f"{here}{address}")
    assert here in client.see(HOME).links.values()
    for address, status in refused.items():
        url = f"{here}/files/{FILE}" if address == "files" else f"{here}/{address}"
        answer_ = (
            client.get(url) if address == "package" else client.post(url, data={"number": "0"})
        )
        assert answer_.status_code == status, address
    if "files" in refused:
        assert not client.see(f"{here}/files/{FILE}").all("textarea")


def test_for_a_stranger_there_is_no_draft(
    client: PageClient, session: Session, draft: Draft
) -> None:
    sign_in(client, a_teacher(session, a_school(session)))
    for address in ("", "/package", f"/files/{FILE}", "/review", "/members", "/publish"):
        assert client.get(f"{HOME}{draft.id}{address}").status_code == 404
    assert client.post(f"{HOME}{draft.id}/review", data={"act": "asked"}).status_code == 404
    assert "atarashii" not in client.see(HOME).text
    packed = pack("atarashii", course_files().items())
    sent = {"package": (BytesIO(packed), "a.zip")}
    assert client.post(f"{HOME}packages", data=sent).status_code == 422
    assert "ほかの組織の講座です" in client.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 1


def test_nobody_is_invited_but_a_colleague_who_was_found_and_the_last_author_stays(
    client: PageClient, session: Session, draft: Draft, author: User
) -> None:
    here = f"{HOME}{draft.id}/members"
    stranger = a_citizen(session)
    for sent in (
        {"user": str(stranger.id), "name": stranger.family_name, "role": "author"},
        {"user": "x", "name": "", "role": "author"},
        {"user": str(author.id), "name": "林", "role": "king"},
    ):
        assert client.post(here, data=sent).status_code == 400
    client.post(f"{here}/{author.id}/remove", follow_redirects=True)
    assert (
        "作者がいなくなる" in client.see(here).text
        or session.scalars(sa.select(DraftMember)).one()
    )
    assert session.scalars(sa.select(DraftMember)).one().user_id == author.id


def test_a_reviewer_leaves_and_finds_no_draft_any_more(
    client: PageClient, session: Session, draft: Draft
) -> None:
    who = a_citizen(session)
    join(session, draft, who, MemberRole.REVIEWER)
    sign_in(client, who)
    assert client.post(f"{HOME}{draft.id}/members/{who.id}/remove").status_code == 303
    assert client.get(f"{HOME}{draft.id}").status_code == 404
    assert client.get(HOME).status_code == 404


def test_the_city_publishes_alone_with_a_reason_that_stays(
    client: PageClient, session: Session
) -> None:
    a_version(session)
    sign_in(client, an_administrator(session))
    client.post("/authoring/courses/tameshi")
    here = f"{HOME}{session.scalars(sa.select(Draft.id)).one()}/publish"
    client.see(here)
    sent = form_of(client, here, for_learners="直しました。")
    assert client.post(here, data=sent).status_code == 422
    assert "ひとりで公開するわけを書きます" in client.page.text
    assert (
        client.post(here, data={**sent, "reason": "係はひとり", "number": "5"}).status_code == 409
    )
    assert "まだ公開していません" in client.page.text
    assert client.post(here, data={**sent, "reason": "係はひとり"}).status_code == 303


def test_a_retired_course_says_so_takes_nobody_new_and_is_finished_by_who_began(
    client: PageClient, session: Session
) -> None:
    own = a_run(session)
    learner = session.get_one(User, own.registration.learner_id)
    version = own.registration.course_version_id
    boss = an_administrator(session)
    sign_in(client, boss)
    desk = "/authoring/courses/tameshi"
    assert "途中の人" in client.see(desk).text
    client.post(f"{desk}/retire", follow_redirects=True)
    assert "また始められるようにする" in client.page.text
    assert "試しの講座" not in client.see("/courses?for=citizen").text
    assert "新しく始められません" in client.see("/courses/tameshi").text
    assert client.post("/courses/tameshi/start").location == "/courses/tameshi"

    visitor = client.application.test_client()
    assert visitor.get(f"/learn/{version}/nani/1").location == "/courses/tameshi"
    sent = {"answer": "gakko"}
    assert visitor.post(f"/learn/{version}/nani/1/answers", data=sent).status_code == 303

    sign_in(client, learner)
    client.query_budget = 14  # the first view of a lesson is recorded
    client.see(f"/learn/{own.registration.id}/nani/1")
    went_on = client.post("/courses/tameshi/start")
    assert went_on.location == f"/learn/{own.registration.id}"

    sign_in(client, boss)
    client.post(f"{desk}/bring-back", follow_redirects=True)
    assert "試しの講座" in client.see("/courses?for=citizen").text
    assert client.post("/courses/tameshi/start").location.startswith("/learn/")


def test_the_versions_of_a_course_are_told_and_a_desk_is_its_own_authors(
    client: PageClient, session: Session, author: User
) -> None:
    a_version(session)
    assert "第1版" in client.see("/courses/tameshi/versions").text
    assert client.get("/courses/nai/versions").status_code == 404
    sign_in(client, author)
    assert client.get("/authoring/courses/tameshi").status_code == 404
    assert client.post("/authoring/courses/tameshi").status_code == 404
    assert client.post("/authoring/courses/tameshi/retire").status_code == 404


def test_a_learner_who_moved_is_led_on_from_a_lesson_that_is_gone(
    client: PageClient, session: Session
) -> None:
    own = a_run(session)
    answer(session, own, "doko", RIGHT["doko"])
    lesson = LESSON.replace("#kyara", "#anime").replace("キャラクター", "アニメ")
    files = course_files(lesson=lesson, **{"010-jibun/020-matome.md": None})
    new = a_version(session, files, now=NOON + timedelta(hours=1))
    moving.move_run(session, own.registration.id, new.id, now=NOON + timedelta(hours=2))
    sign_in(client, session.get_one(User, own.registration.learner_id))
    here = f"/learn/{own.registration.id}"
    client.query_budget = 14  # the first view of a lesson is recorded
    assert client.get(f"{here}/matome/1").location == here
    client.get(f"{here}/matome/1", follow_redirects=True)
    assert "講座が新しい版になりました" in client.page.text
    assert "アニメ" in client.see(f"{here}/nani/1").text, "the question that was changed"
    assert "新しい版に移りました" in client.see("/courses/tameshi").text
    assert client.get(f"/learn/{uuid.uuid4()}/matome/1").status_code == 404
