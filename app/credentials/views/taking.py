"""Pictures and papers of a credential, for its holder and for whoever has the link."""

import uuid

from flask import Response, current_app, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.credentials import baking, certificates, press
from app.credentials.certificates import Job
from app.credentials.errors import TooBusy
from app.credentials.models import Credential, CredentialState
from app.credentials.queries import issuers, pages, papers
from app.credentials.service.papers import give_code
from app.credentials.views.mine import attachment, today
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, person, signed_in
from app.press import CannotPrint
from app.ui.components import Components
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.site import site

LATER_SECONDS = "30"


@bp.get("/my/credentials/<uuid:credential_id>.png")
@signed_in
def download_png(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Give the holder the picture with the signed data inside."""
    return _png(pages.own_document(reading(), credential_id, user_id=me().id, on=today()))


@bp.get("/my/credentials/<uuid:credential_id>.svg")
@signed_in
def download_svg(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Give the holder the picture as lines, with the signed data inside."""
    return _svg(pages.own_document(reading(), credential_id, user_id=me().id, on=today()))


@bp.get("/my/credentials/<uuid:credential_id>.pdf")
@signed_in
def download_pdf(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Give the holder the paper: 修了証, or a child's できたよ証 without name, number and data."""
    with transaction() as session:
        row = pages.signed_credential(session, credential_id, user_id=me().id)
        job = _child_paper(session, row) if person().is_minor else _paper(session, row)
        number, made_of = row.number, row.id
    return made(job, made_of, f"{number}.pdf", "application/pdf")


@bp.get("/v/<token>/credential.png")
def shared_png(token: str) -> ResponseReturnValue:
    """Give a stranger the picture with the signed data inside."""
    return _png(pages.shared_document(reading(), token, on=today()))


@bp.get("/v/<token>/credential.svg")
def shared_svg(token: str) -> ResponseReturnValue:
    """Give a stranger the picture as lines, with the signed data inside."""
    return _svg(pages.shared_document(reading(), token, on=today()))


@bp.get("/v/<token>/credential.pdf")
def shared_pdf(token: str) -> ResponseReturnValue:
    """Give a stranger the paper."""
    with transaction() as session:
        row = pages.shared_document(session, token, on=today())
        job, number, made_of = _paper(session, row), row.number, row.id
    return made(job, made_of, f"{number}.pdf", "application/pdf")


def _png(row: Credential) -> ResponseReturnValue:
    job = certificates.picture(papers.image_of(row.achievement, site().theme))
    credential = row.jwt or ""
    return made(job, row.achievement.id, f"{row.number}.png", "image/png", bake=credential)


def _svg(row: Credential) -> ResponseReturnValue:
    baked = baking.bake_svg(papers.image_of(row.achievement, site().theme), row.jwt or "")
    return attachment(baked, f"{row.number}.svg", "image/svg+xml")


def _paper(session: Session, row: Credential) -> Job:
    """Return the job of an adult's paper; a credential that was taken back has none any more."""
    if row.state is not CredentialState.ISSUED:
        raise NoResultFound
    give_code(session, row)
    holder = identity.person(session, row.user_id, on=today())
    issuer = issuers.issuer_view(session, row.issuer, city=site().city)
    return papers.certificate_of(row, holder, house(issuer.office))


def _child_paper(session: Session, row: Credential) -> Job:
    if row.state is not CredentialState.ISSUED:
        raise NoResultFound
    return papers.child_certificate_of(session, row, house(), taught=reader().taught, doll=doll())


def doll() -> str:
    """Return the drawing in the corner of a child's paper."""
    drawn = str(Components(current_app.jinja_env).doll("smile"))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def house(office: str = "") -> papers.House:
    """Return what paper says of the installation."""
    settings = site().settings
    check_url = f"{settings.public_url}/v"
    return papers.House(site().theme, settings.city, check_url, settings.phone, office)


def made(job: Job, of: uuid.UUID, name: str, mimetype: str, *, bake: str = "") -> Response:
    """Answer with what a job makes, or say kindly that it has to wait."""
    try:
        made = press.pressed(job, of, instance_dir=site().settings.instance_dir)
    except (TooBusy, CannotPrint) as error:
        current_app.logger.warning("%s was not made: %s", mimetype, error)
        response = make_response(render_page("credentials/later.html", "main", status=503))
        response.headers["Retry-After"] = LATER_SECONDS
        return response
    return attachment(baking.bake_png(made, bake) if bake else made, name, mimetype)
