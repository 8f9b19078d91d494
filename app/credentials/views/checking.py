"""What a stranger sees: the page behind a link, and the form that checks whatever they hold."""

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.credentials import codes, did, handing, sandbox
from app.credentials.errors import TooBusy
from app.credentials.forms import LARGEST_PHOTO, CheckForm, is_too_large
from app.credentials.queries import pages, trust
from app.credentials.results import results_of
from app.credentials.verdict import Verdict
from app.credentials.views.mine import attachment, today
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.service import take_turn
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l
from app.ui.uploads import takes_files

if TYPE_CHECKING:
    from datetime import datetime

FIELDS_BYTES = 512 * 1024
"""What a form may hold beside the file."""

CHECKS = 60
"""Documents one address may have checked in 15 minutes."""

TRIES = 20
"""Numbers one address may try in 15 minutes."""

NOTHING = _l("確かめたいファイルを選ぶか、確認番号を入れるか、証明のデータを貼りつけてください。")
TOO_LARGE = _l(
    "ファイルが大きすぎます。写真と画像は8メガバイトまで、そのほかは2メガバイトまでです。"
    "小さくするか、紙の確認番号で確かめてください。"
)
NO_CODE = _l(
    "確認番号は、紙の下のほうにある、英字と数字の13文字です。1文字ちがうだけでも見つかりません。"
    "もう一度、紙と見くらべてください。"
)
NO_PAPER = _l(
    "この確認番号の紙は、記録にありません。番号が合っているか、もう一度紙と見くらべて、"
    "合っているときは、発行したところに問い合わせてください。"
)
ONLY_NUMBER = _l(
    "「第R8-0001号」のような番号は順番につくので、それだけでは確かめられません。"
    "紙の下のほうにある確認番号を入れてください。"
)
ELSEWHERE = _l(
    "よそのサイトのアドレスは、安全のため開きません。証明のファイルをもらって、渡してください。"
)


@bp.get("/v/<token>")
def shared(token: str) -> ResponseReturnValue:
    """Show a credential and what was checked of it just now."""
    now = clock.now()
    found = pages.shared_page(reading(), token, now=now, consent_age=site().settings.consent_age)
    page = render_page(
        "credentials/shared.html", "main", found=found, token=token, checked_at=_local(now)
    )
    return _unlisted(make_response(page))


@bp.get("/v/<token>/credential.json")
def shared_json(token: str) -> ResponseReturnValue:
    """Give a stranger the JSON form to check elsewhere."""
    row = pages.shared_document(reading(), token, on=today())
    return attachment(row.di or "", f"{row.number}.json", "application/json")


@bp.get("/v/<token>/credential.jwt")
def shared_jwt(token: str) -> ResponseReturnValue:
    """Give a stranger the JWT to check elsewhere."""
    row = pages.shared_document(reading(), token, on=today())
    return attachment(row.jwt or "", f"{row.number}.jwt", "application/jwt")


@bp.get("/v")
def check() -> ResponseReturnValue:
    """Offer to check a credential that somebody handed over."""
    return _answer(CheckForm())


@bp.post("/v")
@takes_files(LARGEST_PHOTO + FIELDS_BYTES, of_anybody=True)
def check_document() -> ResponseReturnValue:
    """Check what was handed in: a file of any kind, a number or link, or pasted data."""
    form = CheckForm()
    form.validate()
    data = form.handed_file()
    if not data and form.typed():
        return _typed(form, form.typed())
    data = data or (form.document.data or "").strip().encode()
    if not data:
        form.file.errors = (NOTHING,)
        return _answer(form, status=422)
    if is_too_large(data):
        form.file.errors = (TOO_LARGE,)
        return _answer(form, status=422)
    _count("check", CHECKS)
    try:
        return _file(data)
    except TooBusy:
        return _answer(form, status=503, busy=True)


def _file(data: bytes) -> ResponseReturnValue:
    """Check a file; what was handed in is not kept."""
    opened = sandbox.open_file(data)
    if opened.kind != "broken" and opened.document is None:
        tokens = [handing.token_in(code, _origins()) for code in opened.codes]
        token = next(filter(None, tokens), None)
        if token is not None:
            return _lead_to(CheckForm(formdata=None), token)
        return _answer(CheckForm(formdata=None), told="foreign" if opened.codes else "stripped")
    document = opened.document or b""
    verdict = sandbox.check_document(document, trust.snapshot(reading()), now=clock.now())
    return _answer(CheckForm(formdata=None), verdict=verdict)


def _typed(form: CheckForm, text: str) -> ResponseReturnValue:
    """Answer to a number or a link."""
    if handing.is_link(text):
        token = handing.token_in(text, _origins())
        return _refused(form, ELSEWHERE) if token is None else _lead_to(form, token)
    if handing.is_number(text):
        return _refused(form, ONLY_NUMBER)
    code = codes.read(text)
    if code is None:
        return _refused(form, NO_CODE)
    _count("check-code", TRIES)
    paper = pages.paper_by_code(reading(), code, now=clock.now())
    if paper is None:
        return _refused(form, NO_PAPER)
    return _answer(CheckForm(formdata=None), paper=paper)


def _lead_to(form: CheckForm, token: str) -> ResponseReturnValue:
    """Send the visitor to the page behind a link, or say that it does not open any more."""
    try:
        pages.shared_credential(
            reading(), token, on=today(), consent_age=site().settings.consent_age
        )
    except NoResultFound:
        return _answer(form, told="gone")
    target = url_for("credentials.shared", token=token)
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": target})
    return redirect(target, 303)


def _refused(form: CheckForm, why: Lazy) -> ResponseReturnValue:
    form.code.errors = (why,)
    return _answer(form, status=422)


def _answer(form: CheckForm, *, status: int = 200, **told: object) -> ResponseReturnValue:
    """Show the form, below what was found out.

    Args:
        form: With what was typed, where it has to be mended.
        status: Of the answer.
        told: ``verdict``, ``paper``, ``told`` or ``busy``, as check.html explains.
    """
    nothing = {"verdict": None, "paper": None, "told": None, "busy": False}
    verdict = told.get("verdict")
    claims = verdict.credential if isinstance(verdict, Verdict) else None
    shown = {**nothing, **told, "form": form, "checked_at": _local(clock.now())}
    shown["results"] = results_of(claims or {})
    return render_page("credentials/check.html", "answer", status=status, **shown)


def _count(what: str, limit: int) -> None:
    with transaction() as session:
        take_turn(session, what, address=request.remote_addr, limit=limit, now=clock.now())


def _origins() -> tuple[str, ...]:
    """Return the addresses that are ours: today's, and the one in the issuer's name."""
    issuer = identity.installation(reading()).issuer_did
    return site().settings.public_url, did.base_url(issuer)


def _unlisted(response: Response) -> Response:
    """Keep a shared page out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _local(instant: "datetime") -> "datetime":
    """Return the time on the city's clocks, for 「確かめた時」."""
    return instant.astimezone(clock.JST)
