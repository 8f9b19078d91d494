"""The scenes of a dilemma: each an address of its own, so that the browser's way back works."""

import uuid

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.learning import queries, service
from app.learning.views.lessons import STEP, bp, held_screen, read_page, scene_url
from app.learning.visiting import open_to_visitors
from app.ui.page import render_page

SCENE = f"{STEP}/scenes/<scene>"


@bp.get(SCENE)
@open_to_visitors
def scene(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Show one scene of a dilemma."""
    session, view = reading(), catalog.view_of_reader()
    page = read_page(session, registration_id, lesson, step)
    found = queries.scene_view(session, page, scene, view)
    said = queries.spoken_scene(page, found, view)
    return render_page(
        "learning/dilemma.html", "work", page=page, scene=found, view=view, spoken=said
    )


@bp.post(SCENE)
@open_to_visitors
def choose(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Take a way on from a scene; a way that is not there leads nowhere."""
    with transaction() as session:
        at = held_screen(session, registration_id, lesson, step)
        dilemma = at.content.steps[step - 1].dilemma
        to = request.form.get("to", "")
        if dilemma is None or not dilemma.leads(scene, to):
            abort(404)
        service.choose_way(session, at.own, at.lesson, dilemma, (scene, to), now=clock.now())
    return redirect(scene_url(registration_id, lesson, step, to), 303)
