"""A learner's own credentials: the list, one of them, its copies and its link."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

import segno
from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound

from app import clock
from app.catalog import queries as catalog
from app.catalog.content import View
from app.consents import queries as consents
from app.credentials.queries import pages
from app.credentials.service import sharing
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.i18n.languages import JAPANESE
from app.identity.login import me, person, signed_in
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.site import site


@dataclass(frozen=True, slots=True)
class Wallet:
    """Where an app that keeps credentials fetches one, as text and as a QR code."""

    address: str
    qr: Markup


@bp.get("/my/credentials")
@signed_in
def mine() -> ResponseReturnValue:
    """List one's own credentials, newest first."""
    session = reading()
    return render_page(
        "credentials/mine.html",
        "main",
        credentials=pages.own_credentials(session, me().id),
        waiting=pages.waiting(session, me().id, on=clock.day_of(clock.now())),
        spelling=catalog.spelling(session, reader().audience),
        view=_view(),
    )


@bp.get("/my/credentials/<uuid:credential_id>")
@signed_in
def credential(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Show one of one's own credentials."""
    row = pages.own_credential(reading(), credential_id, user_id=me().id)
    return render_page(
        "credentials/credential.html",
        "main",
        credential=pages.view_of(row),
        corrections=pages.corrections_told(reading(), row.id),
        spelling=catalog.spelling(reading(), reader().audience),
        view=_view(),
        holder=person().name,
        wallet=_wallet(row.share_token),
        is_minor=person().is_minor,
        answers_alone=consents.answers_alone(person(), consent_age=site().settings.consent_age),
        missing=pages.missing_consent(
            reading(), person(), on=today(), consent_age=site().settings.consent_age
        ),
    )


@bp.get("/my/credentials/<uuid:credential_id>.json")
@signed_in
def download_json(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Give the holder the JSON form, byte for byte as signed."""
    row = pages.own_document(reading(), credential_id, user_id=me().id, on=today())
    return attachment(row.di or "", f"{row.number}.json", "application/json")


@bp.get("/my/credentials/<uuid:credential_id>.jwt")
@signed_in
def download_jwt(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Give the holder the JWT, byte for byte as signed."""
    row = pages.own_document(reading(), credential_id, user_id=me().id, on=today())
    return attachment(row.jwt or "", f"{row.number}.jwt", "application/jwt")


@bp.post("/my/credentials/<uuid:credential_id>/link")
@signed_in
def share(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Make the public page's link; pupils need consent (404 without)."""
    age = site().settings.consent_age
    with transaction() as session:
        if pages.missing_consent(session, person(), on=today(), consent_age=age):
            raise NoResultFound
        row = pages.signed_credential(session, credential_id, user_id=me().id)
        sharing.share_credential(session, row, holder=person(), now=clock.now(), consent_age=age)
    return redirect(url_for("credentials.credential", credential_id=credential_id), 303)


@bp.post("/my/credentials/<uuid:credential_id>/link/end")
@signed_in
def unshare(credential_id: uuid.UUID) -> ResponseReturnValue:
    """End the link: from now on it leads nowhere."""
    with transaction() as session:
        row = pages.own_credential(session, credential_id, user_id=me().id)
        sharing.stop_sharing(session, row, holder=person(), now=clock.now())
    return redirect(url_for("credentials.credential", credential_id=credential_id), 303)


def attachment(made: str | bytes, name: str, mimetype: str) -> Response:
    """Return signed bytes as a file to keep."""
    response = Response(made, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def today() -> date:
    """Return the day, here."""
    return clock.day_of(clock.now())


def _wallet(token: str | None) -> Wallet | None:
    """Return what an app takes, for an adult who shows the credential: it fetches by the link."""
    if token is None or person().is_minor:
        return None
    address = f"{site().settings.public_url}{url_for('credentials.shared_json', token=token)}"
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return Wallet(address, Markup(drawn))  # noqa: S704  black squares; no text is in it


def _view() -> View:
    """Return how the signed words are shown: with readings, and never translated."""
    return replace(catalog.view_of_reader(), language=JAPANESE)
