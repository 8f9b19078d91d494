"""The scenes of a dilemma: each an address of its own, so that the browser's way back works."""

import uuid

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.identity.login import person, signed_in
from app.learning import policy, queries, service
from app.learning.addresses import RunAddresses
from app.learning.screens import show_scene
from app.learning.views.lessons import STEP, bp, held_screen, read_page, scene_url
from app.learning.visiting import open_to_visitors
from app.ui.page import render_page

SCENE = f"{STEP}/scenes/<scene>"


@bp.get(SCENE)
@open_to_visitors
def scene(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Show one scene of a dilemma."""
    page = read_page(reading(), registration_id, lesson, step)
    return show_scene(reading(), page, scene, RunAddresses.of(page))


@bp.get(f"{SCENE}/class")
@signed_in
def reveal(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> ResponseReturnValue:
    """Show a class how it chose, where its teacher wants that."""
    if not policy.may_reveal(person()):
        abort(404)
    page, view = read_page(reading(), registration_id, lesson, step), catalog.view_of_reader()
    found = queries.revealed(reading(), page, scene, view, person(), on=clock.day_of(clock.now()))
    back = scene_url(registration_id, lesson, step, scene)
    return render_page(
        "learning/revealed.html", "main", page=page, found=found, back=back, view=view
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
