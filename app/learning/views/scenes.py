"""The scenes of a dilemma: each an address of its own, so that the browser's way back works."""

import uuid

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.identity.login import me, signed_in
from app.learning import queries, service
from app.learning.views.lessons import STEP, bp, scene_url
from app.ui.page import render_page

SCENE = f"{STEP}/scenes/<scene>"


@bp.get(SCENE)
@signed_in
def scene(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Show one scene of a dilemma."""
    session, view = reading(), catalog.view_of_reader()
    own = queries.own_run(session, registration_id, learner_id=me().id)
    page = queries.step_page(session, own, lesson, step, view)
    found = queries.scene_view(session, page, scene, view)
    return render_page("learning/dilemma.html", "work", page=page, scene=found, view=view)


@bp.post(SCENE)
@signed_in
def choose(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Take a way on from a scene; a way that is not there leads nowhere."""
    with transaction() as session:
        own = queries.own_run(session, registration_id, learner_id=me().id, for_update=True)
        page = queries.step_page(session, own, lesson, step, catalog.view_of_reader())
        dilemma = page.content.steps[step - 1].dilemma
        to = request.form.get("to", "")
        if dilemma is None or not dilemma.leads(scene, to):
            abort(404)
        service.choose_way(session, own, page.lesson, dilemma, (scene, to), now=clock.now())
    return redirect(scene_url(registration_id, lesson, step, to), 303)
