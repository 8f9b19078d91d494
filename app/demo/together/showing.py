"""How a team publishes its page."""

from dataclasses import dataclass, replace

from app.demo.cast import Stage
from app.demo.together import team as teams
from app.demo.together.people import CONSENT_AGE
from app.demo.together.team import Team
from app.showcase import service as showcase
from app.showcase.queries import Today, pictures_of
from app.showcase.rules import Content, Press, Shown, Wish

OFFICE, PHONE = "犀川市 情報政策課", "076-000-0000"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, and what press gets besides."""

    content: Content
    pitch: str


def publish(stage: Stage, team: Team, page: Page) -> None:
    """Let each pupil say how they want to be called, and the teacher publish page and charts."""
    session, now = stage.session, stage.now
    teacher = teams.teacher(stage, team)
    project_id = teacher.project.id
    for place, one in enumerate(teams.learners(stage, team)):
        wish = Wish.NAME if place % 4 != 3 else Wish.UNNAMED  # noqa: PLR2004
        showcase.say_wish(
            session,
            showcase.Writer(project_id, one.user_id),
            showcase.Credit(wish),
            is_minor=True,
            now=now,
        )
    writer = showcase.Writer(project_id, teacher.user_id, is_teacher=True)
    today = Today(stage.day, CONSENT_AGE)
    charts = tuple(
        Shown(one.artifact_id, one.version, len(one.shows))
        for one in pictures_of(session, project_id)
    )
    content = replace(page.content, pictures=charts, is_drawn=True)
    row = showcase.write(session, writer, content, today, seen=0, now=now)
    press = Press(page.pitch, OFFICE, PHONE, f"{team.title}チーム／{OFFICE}")
    row = showcase.say_press(session, writer, press, seen=row.edition, now=now)
    showcase.publish(session, writer, today, seen=row.edition, now=now)
