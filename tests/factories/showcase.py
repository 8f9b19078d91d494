"""Pages of projects, pictures for them, and wishes, for tests."""

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.consents.rules import Purpose, Said
from app.showcase.models import Showcase, ShowcaseComment
from app.showcase.queries import Today
from app.showcase.rules import Content, Figure, Link, Section, Shown, Wish
from app.showcase.service import Credit, Writer, publish, say_wish, write
from app.workroom.models import Artifact, ArtifactPerson, ArtifactVersion
from app.workroom.rules import ArtifactKind
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import NOW, TODAY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.consents.models import Guardianship
    from app.identity.models import User
    from app.media.storage.port import Storage
    from app.projects.models import Project
    from tests.factories.projects import Together

AGE = 16
ASKED = Today(TODAY, AGE)
STORY = Content(
    title="雪の日の通学路を、みんなで守る",
    lead="歩いて調べた42kmが、市の除雪の順番を変えました。",
    sections=(
        Section(
            "はじまりは、妹の長ぐつ",
            "「学校に着くと、くつ下までぬれている」。妹の一言から、朝7時の道を歩きはじめました。",
        ),
    ),
    figures=(
        Figure("12", "雪の朝に転んだという届け", "件", "31", "令和8年1〜2月。市への届け"),
        Figure("7:24", "通学路の除雪が終わる時刻の平均"),
    ),
    links=(Link("調べた地図とデータ", "https://data.example.jp/yuki"),),
    license="CC-BY-4.0",
)


def the_teacher(together: "Together") -> Writer:
    """Return the teacher of a project, as who acts."""
    return Writer(together.project.id, together.teacher.id, is_teacher=True)


def a_picture_of(
    session: "Session",
    project: "Project",
    *shown: "User",
    title: str = "朝の通学路",
    data: bytes = b"",
    suffix: str = "jpg",
    number: int = 1,
) -> Artifact:
    """Make a picture of a project that shows some of its members."""
    row = Artifact(
        project_id=project.id,
        title=title,
        kind=ArtifactKind.IMAGE,
        alt="雪の朝、せまい歩道を歩く人たち。",
        license="own",
        number=number,
        people_number=number,
        created_at=NOW,
    )
    row.people = [ArtifactPerson(user_id=one.id) for one in shown]
    row.versions = [
        ArtifactVersion(
            number=number,
            sha256=hashlib.sha256(data or title.encode()).hexdigest(),
            suffix=suffix,
            width=1200,
            height=600,
            made_at=NOW,
        )
    ]
    session.add(row)
    session.flush()
    return row


def keep_picture(storage: "Storage", artifact: Artifact, data: bytes) -> None:
    """Put the bytes of a picture where its version says that they lie."""
    version = artifact.versions[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "picture"
        file.write_bytes(data)
        storage.put(f"{version.sha256}.{version.suffix}", file)


def shown(*artifacts: Artifact) -> tuple[Shown, ...]:
    """Choose some pictures, in their present version."""
    return tuple(Shown(one.id, one.number, len(one.people)) for one in artifacts)


def a_draft(
    session: "Session",
    together: "Together",
    content: Content = STORY,
    *,
    now: "datetime" = NOW,
) -> Showcase:
    """Write a page, by its teacher."""
    row = session.get(Showcase, together.project.id)
    seen = 0 if row is None else row.edition
    return write(session, the_teacher(together), content, ASKED, seen=seen, now=now)


def all_agree(
    session: "Session",
    child: "User",
    *purposes: Purpose,
    tie: "Guardianship | None" = None,
    said: Said = Said.AGREED,
    now: "datetime" = NOW,
) -> "Guardianship":
    """Let a guardian answer some purposes; those of a page unless said otherwise."""
    tie = tie or a_guardian(session, child)
    for purpose in purposes or (Purpose.NAME, Purpose.PROJECTS):
        an_answer(session, tie, said, purpose, now=now)
    return tie


def a_wish(
    session: "Session",
    together: "Together",
    user: "User",
    wish: Wish = Wish.NAME,
    *,
    is_minor: bool = True,
    shows_me: bool = False,
    airs_me: bool = False,
) -> None:
    """Let a member say how they want to be credited."""
    writer = Writer(together.project.id, user.id)
    said = Credit(wish, shows_me, airs_me)
    say_wish(session, writer, said, is_minor=is_minor, now=NOW)


def a_public_page(
    session: "Session",
    together: "Together",
    content: Content = STORY,
    *,
    now: "datetime" = NOW,
) -> Showcase:
    """Publish a page; its pupils agree to be named, and wish it."""
    for child in together.pupils:
        all_agree(session, child)
        a_wish(session, together, child)
    row = a_draft(session, together, content, now=now)
    return publish(session, the_teacher(together), ASKED, seen=row.edition, now=now)


def a_comment(
    session: "Session", together: "Together", user: "User", text: str = "毎朝、助かっています。"
) -> ShowcaseComment:
    """Leave a comment that waits."""
    return a_comment_on(session, together.project, user, text)


def a_comment_on(
    session: "Session", project: "Project", user: "User", text: str = "毎朝、助かっています。"
) -> ShowcaseComment:
    """Leave a comment that waits, on a project's page."""
    row = ShowcaseComment(
        project_id=project.id,
        user_id=user.id,
        called="近所の者",
        text=text,
        written_at=NOW,
    )
    session.add(row)
    session.flush()
    return row
