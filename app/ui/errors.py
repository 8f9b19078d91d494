"""The kind pages for what goes wrong: what happened, what was kept, what to do next."""

import logging
from dataclasses import dataclass

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable, TooManyRequests

from app.ui.page import is_fragment
from app.ui.strings import gettext as _

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The sentences of one error page, in the reader's language."""

    title: str
    eyebrow: str
    happened: str
    kept: str
    next: str


def explain_errors(
    app: Flask,
    *,
    missing: tuple[type[Exception], ...] = (),
    too_many: tuple[type[Exception], ...] = (),
) -> None:
    """Answer every error of ``app`` with a page that helps.

    Args:
        app: The application.
        missing: What the packages above raise for something that is not there.
        too_many: What they raise for somebody who is too fast.
    """
    app.register_error_handler(NoResultFound, _not_found)
    for kind in missing:
        app.register_error_handler(kind, _not_found)
    for kind in too_many:
        app.register_error_handler(kind, _too_many)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)


def _http(error: Exception) -> ResponseReturnValue:
    if not isinstance(error, HTTPException):
        raise error
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  a redirect is no error
        return error.get_response()
    return _page(_words(code), code)


def _not_found(_error: Exception) -> ResponseReturnValue:
    """A row that is not there, or not yours: the two look alike on purpose."""
    return _page(_words(NotFound.code), NotFound.code)


def _too_many(_error: Exception) -> ResponseReturnValue:
    return _page(_words(TooManyRequests.code), TooManyRequests.code)


def _stale(_error: Exception) -> ResponseReturnValue:
    return _page(
        ErrorWords(
            _("もう一度送ってください"),
            _("安全のために止めました"),
            _("このページを開いてから、時間がたちました。"),
            _("あなたのせいではありません。これまでの学びは、そのままです。"),
            _("前のページにもどり、ページを開きなおしてから、もう一度送ってください。"),
        ),
        400,
    )


def _database(error: Exception) -> ResponseReturnValue:
    """Tell of a lost or full database, and keep the reason for the operators."""
    log.error("the database did not answer: %s", error)
    return _page(_words(ServiceUnavailable.code), ServiceUnavailable.code)


def _page(told: ErrorWords, status: int) -> ResponseReturnValue:
    template = "errors/fragment.html" if is_fragment() else "errors/page.html"
    return render_template(template, told=told, status=status), status


def _words(code: int) -> ErrorWords:
    told = {
        400: ErrorWords(
            _("読み取れませんでした"),
            _("送られたもの"),
            _("送られた内容を、読み取れませんでした。"),
            _("あなたのせいではありません。何も変わっていません。"),
            _("前のページにもどって、もう一度どうぞ。"),
        ),
        405: ErrorWords(
            _("読み取れませんでした"),
            _("送られたもの"),
            _("このアドレスは、この送りかたでは開けません。"),
            _("あなたのせいではありません。何も変わっていません。"),
            _("はじめのページから、もう一度どうぞ。"),
        ),
        403: ErrorWords(
            _("ここは、あなたの役割ではできません"),
            _("役割がちがいます"),
            _("見ることはできますが、いまのあなたの役割では、これはできません。"),
            _("何も変わっていません。"),
            _("前のページにもどって、作者か市の管理者にたのんでください。"),
        ),
        404: ErrorWords(
            _("このページは見つかりません"),
            _("ページがありません"),
            _("アドレスが変わったか、ほかの人のページかもしれません。"),
            _("これまでの学びは、そのままです。"),
            _("はじめのページから、もう一度どうぞ。"),
        ),
        413: ErrorWords(
            _("ファイルが大きすぎます"),
            _("送られたもの"),
            _("送られたファイルが、大きすぎました。"),
            _("あなたのせいではありません。何も変わっていません。"),
            _(
                "ここで送れるのは、%(n)sMBまでです。小さくしてから、もう一度どうぞ。",
                n=(request.max_content_length or 0) // 1_000_000,
            ),
        ),
        429: ErrorWords(
            _("少し待ってから、もう一度"),
            _("回数が多くなりました"),
            _("短い時間に、何度も送られました。"),
            _("これまでの学びは、そのままです。"),
            _("15分ほど待ってから、もう一度どうぞ。"),
        ),
        503: ErrorWords(
            _("いま、開けません"),
            _("少しの間、お休みしています"),
            _("データを置いている場所に、つながりませんでした。"),
            _("あなたのせいではありません。保存がすんだものは、そのままです。"),
            _("5分ほど待ってから、もう一度どうぞ。"),
        ),
    }
    return told.get(
        code,
        ErrorWords(
            _("うまく表示できませんでした"),
            _("システムの不具合です"),
            _("ページを作る途中で、止まってしまいました。"),
            _("あなたのせいではありません。保存がすんだものは、そのままです。"),
            _("少し待ってから、もう一度どうぞ。続くときは、担当の人に知らせてください。"),
        ),
    )
