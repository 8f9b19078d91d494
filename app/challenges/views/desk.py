"""A department's own challenges: listed, drafted, changed, published, copied."""

import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import queries, rules, service
from app.challenges.errors import ChallengeRefused
from app.challenges.forms import FAULTS, HINTS, LACKING, LINE_NAMES, ChallengeForm, Rows, Skills
from app.challenges.models import ChallengeState
from app.challenges.views.root import UNPROCESSABLE, bp, own, places, today, writers_only
from app.db import reading, transaction
from app.identity.login import me, person
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.challenges.models import Challenge


@bp.get("/challenges/desk", endpoint="desk")
@writers_only
def show_desk() -> ResponseReturnValue:
    """List the challenges of one's departments, with what each still lacks."""
    tree, theirs = places()
    rows = queries.theirs(reading(), theirs)
    return render_page(
        "challenges/desk.html",
        "main",
        rows=rows,
        names={one.id: one.path for one in tree.ordered},
        owners=queries.owners(reading(), rows, on=today()),
        lacking={row.id: rules.missing(row.lines) for row in rows},
        line_names=LINE_NAMES,
        today=today(),
        waiting=len(queries.proposals(reading(), waiting=True)),
    )


@bp.get("/challenges/desk/new")
@writers_only
def new() -> ResponseReturnValue:
    """Show the form of a new challenge."""
    acting = person().acting
    form = ChallengeForm.of(None, place=acting.organization_id if acting else None)
    return _page(form, None, Rows(()), Skills(()))


@bp.post("/challenges/desk/new")
@writers_only
def take_new() -> ResponseReturnValue:
    """Keep a draft, and publish it if that was asked; or show what is to be mended."""
    form, rows, skills = _sent(None)
    if not _is_to_keep(form, rows):
        return _page(form, None, rows, skills)
    with transaction() as session:
        row = service.draft(session, form.written(rows, skills), by=me().id, now=clock.now())
    return _kept(row, form, rows, skills)


@bp.get("/challenges/desk/<slug>")
@writers_only
def change(slug: str) -> ResponseReturnValue:
    """Show a challenge, to be written on."""
    row = own(slug, places()[1])
    return _page(ChallengeForm.of(row), row, Rows.of(row), Skills(tuple(row.skills)))


@bp.post("/challenges/desk/<slug>")
@writers_only
def take_change(slug: str) -> ResponseReturnValue:
    """Keep a challenge otherwise, and publish it if that was asked."""
    theirs = places()[1]
    row = own(slug, theirs)
    form, rows, skills = _sent(row)
    if not _is_to_keep(form, rows):
        return _page(form, row, rows, skills)
    written, by = form.written(rows, skills), me().id
    try:
        with transaction() as session:
            row = queries.theirs_by_slug(session, slug, theirs, held=True)
            service.change(session, row, written, by=by, now=clock.now(), places=theirs)
    except ChallengeRefused as refused:
        tell(form.closes_on, FAULTS[refused.fault])
        return _page(form, row, rows, skills)
    return _kept(row, form, rows, skills)


@bp.post("/challenges/desk/<slug>/copy")
@writers_only
def copy(slug: str) -> ResponseReturnValue:
    """Make a new draft of a challenge."""
    theirs = places()[1]
    own(slug, theirs)
    with transaction() as session:
        row = queries.theirs_by_slug(session, slug, theirs, held=True)
        made = service.copy(session, row, by=me().id, now=clock.now()).slug
    flash(_("写して、新しい下書きにしました。日付を決めてください。"), "good")
    return redirect(url_for("challenges.change", slug=made), 303)


def _sent(row: "Challenge | None") -> tuple[ChallengeForm, Rows, Skills]:
    """Return what was sent; of a published challenge its lines are those that stand."""
    form = ChallengeForm()
    if row is not None and row.state is not ChallengeState.DRAFT:
        form.keep(row)
    _offer(form)
    refs = request.form.getlist("skill")
    return form, Rows.read(request.form), Skills.read(refs, request.form.get("words", ""))


def _offer(form: ChallengeForm) -> None:
    tree, theirs = places()
    try:
        place = uuid.UUID(form.organization_id.data or "")
    except ValueError:
        place = None
    near = frozenset(tree.below(place)) & theirs if place else frozenset()
    form.offering(tree, theirs, queries.staff_choices(reading(), near, on=today()))


def _is_to_keep(form: ChallengeForm, rows: Rows) -> bool:
    asked = request.form.get("step") in ("save", "publish")
    return asked and form.validate() and not rows.faults()


def _kept(
    row: "Challenge", form: ChallengeForm, rows: Rows, skills: Skills
) -> ResponseReturnValue:
    """Say that it is kept, or publish what was kept if that was asked."""
    if request.form["step"] == "save":
        flash(_("保存しました。"), "good")
        return redirect(url_for("challenges.change", slug=row.slug), 303)
    theirs, by = places()[1], me().id
    try:
        with transaction() as session:
            held = queries.theirs_by_slug(session, row.slug, theirs, held=True)
            service.publish(session, held, by=by, now=clock.now())
    except ChallengeRefused as refused:
        form.lack(_told(refused))
        flash(_("下書きは保存してあります。まだ公開していません。"), "note")
        return _page(form, row, rows, skills)
    flash(_("公開しました。だれでも読めます。"), "good")
    return redirect(url_for("challenges.challenge", slug=row.slug), 303)


def _told(refused: ChallengeRefused) -> dict[str, object]:
    if refused.fault == "incomplete":
        return {name: LACKING[name] for name in refused.missing}
    return dict.fromkeys(refused.missing or ("title",), FAULTS[refused.fault])


def _proposal(row: "Challenge | None") -> "queries.ProposalRow | None":
    if row is None or row.proposal_id is None:
        return None
    return queries.proposal(reading(), row.proposal_id)


def _page(
    form: ChallengeForm, row: "Challenge | None", rows: Rows, skills: Skills
) -> ResponseReturnValue:
    _offer(form)
    faults = rows.faults() if request.form.get("step") in ("save", "publish") else []
    return render_page(
        "challenges/form.html",
        "main",
        status=UNPROCESSABLE if form.errors or faults else 200,
        form=form,
        row=row,
        proposal=_proposal(row),
        rows=rows.shown,
        faults=faults,
        skills=skills,
        hints=rules.look_at(form.lines),
        sentences=HINTS,
        is_search=request.form.get("step") == "search",
    )
