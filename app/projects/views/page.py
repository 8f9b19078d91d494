"""The page of a project, and opening its gate from there."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.identity.login import person
from app.projects import doors, policy, queries, rules
from app.projects.queries import Standing
from app.projects.service import gates
from app.projects.views.root import bp, consent_age, only_if, telling_refusals, today
from app.projects.words import (
    ACTS,
    FIELDS,
    PARTNERS,
    PURPOSES,
    ROLES,
    WITHOUT_NAME,
    check_words,
    step_words,
    told,
    year_words,
)
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.projects.models import Milestone, Project, ProjectActivity
    from app.projects.queries import Names, Way
    from app.projects.rules import Act

READ_ACTIVITIES = 40
SHOWN_ACTS = 5


@bp.get("/projects/<key>", endpoint="project")
@doors.inside
def show_project(standing: Standing) -> ResponseReturnValue:
    """Show a project to whoever is in it."""
    session, project = reading(), standing.project
    names = doors.names_for(standing, with_decisions=True)
    way = queries.way(session, project, names)
    marks = queries.milestones(session, project.id)
    return doors.render_inside(
        "projects/project.html",
        standing,
        names=names,
        way=way,
        months=rules.months(_ours(project, way, marks), _citys(project), today=today()),
        missed=rules.missed_budget(project.deliver_on, queries.request_days(session)),
        acts=_deeds(queries.activities(session, project.id, most=READ_ACTIVITIES), names),
        related=queries.related(session, project),
        sides=queries.sides(names),
        may_succeed=policy.may_start(person()) and not standing.is_active,
        counts=queries.consent_counts(names, standing),
        check_words=lambda check: check_words(check, _title_of(check.row.course)),
        **WORDS,
    )


SETTLED_AT = {
    "decision": "workroom.meetings",
    "artifact": "workroom.artifacts",
    "ticket": "mentoring.tickets",
    "proposal": "adoption.of_project",
    "journal": "journals.journal",
}
"""Where a team does what a gate asks for: the tab of each fact, by name alone."""

WORDS: dict[str, Any] = {
    "settled_at": SETTLED_AT,
    "roles": ROLES,
    "partners": PARTNERS,
    "fields": FIELDS,
    "purposes": PURPOSES,
    "acts_told": ACTS,
    "told": told,
    "year_words": year_words,
}
"""What a template of a project calls things."""


@bp.post("/projects/<key>/gate/open")
@doors.inside
def open_gate(standing: Standing) -> ResponseReturnValue:
    """Open the gate of the present stage."""
    only_if(standing.is_teacher)
    seen = request.form.get("seen", "")
    with telling_refusals():
        with transaction() as session:
            stage = gates.open_gate(
                session, standing, seen=seen, consent_age=consent_age(), now=clock.now()
            )
        flash(
            _("次の段階に進みました。チームと、お知らせを受けている人に知らせました。")
            if stage
            else _("すべての段階を終えました。チームと、お知らせを受けている人に知らせました。"),
            "good",
        )
    return redirect(url_for("projects.project", key=standing.project.key), 303)


def _title_of(slug: str | None) -> str:
    if not slug:
        return ""
    cards = {card.slug: card for card in catalog.published_courses(reading())}
    return cards[slug].outline.title.plain if slug in cards else slug


def _ours(project: "Project", way: "Way", marks: "Sequence[Milestone]") -> list[rules.Entry]:
    """Return the team's side of the months: stages passed, now and planned, and milestones."""
    entries = []
    for one in way.stages:
        name = told(one.text.names)
        if one.row.passed_on:
            entries.append(rules.Entry(one.row.passed_on, name, "done", _("✓ 先生が確かめました")))
        elif one.row.key == way.current:
            entries.append(rules.Entry(today(), name, "now", _("いま、ここ"), shows_day=False))
        elif one.row.due_on:
            entries.append(rules.Entry(one.row.due_on, name, "todo"))
    if project.deliver_on and way.stages[-1].row.passed_on is None:
        entries.append(rules.Entry(project.deliver_on, _("市に提案をとどける"), "todo"))
    for row in marks:
        if row.met_on:
            entries.append(rules.Entry(row.met_on, row.title, "done", _("✓ 終えました")))
        else:
            entries.append(rules.Entry(row.due_on, row.title, "todo"))
    return entries


def _citys(project: "Project") -> list[rules.Entry]:
    """Return the city's side: the day is printed where somebody entered it, or asks for money."""
    year = project.year + 1
    return [
        rules.Entry(
            one.on,
            step_words(one),
            "city",
            shows_day=one.is_sure or one.text.key == rules.REQUEST,
        )
        for one in queries.calendars(reading(), year)[year]
    ]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one or several members did on a day."""

    on: date
    who: tuple[str, ...]
    act: "Act"
    about: str


def _deeds(rows: "Sequence[ProjectActivity]", names: "Names") -> list[Deed]:
    """Put together what several did at once, such as passing a gate; the newest first."""
    found: dict[tuple[date, Act, str], list[str]] = {}
    for row in rows:
        about = "" if row.act in WITHOUT_NAME else row.about
        who = found.setdefault((clock.day_of(row.at), row.act, about), [])
        if (name := names.polite(row.user_id)) not in who:
            who.append(name)
    return [
        Deed(on, tuple(who), act, about)
        for (on, act, about), who in list(found.items())[:SHOWN_ACTS]
    ]
