"""What a verification found, in the order in which a reader should hear it. Pure.

The sentences are Japanese, the source language of the interface; pages translate them with
gettext when they show them, and the worker stores them as they are.
"""

import enum
from dataclasses import dataclass
from typing import Any, Final

from app.i18n.marks import N_


class CheckName(enum.StrEnum):
    """The checks, in the order in which they are made."""

    PARSE = "parse"
    SCHEMA = "schema"
    ISSUER = "issuer"
    KEY = "key"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    DATES = "dates"
    STATUS = "status"


READING: Final = (
    CheckName.SIGNATURE,
    CheckName.ISSUER,
    CheckName.KEY,
    CheckName.STATUS,
    CheckName.DATES,
    CheckName.CLAIMS,
    CheckName.SCHEMA,
    CheckName.PARSE,
)


class Result(enum.StrEnum):
    """``UNKNOWN`` is never a pass: the check could not be made, or was not reached."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


class State(enum.StrEnum):
    """The one word for a whole verdict."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: what is true, and how we know."""

    name: CheckName
    result: Result
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every check of one document.

    Attributes:
        checks: One per ``CheckName``, in its order.
        credential: The members as signed (without the JWT's own claims), for showing; None unless
            issuer, key, signature and claims are all good: nothing unproven is ever shown.
        form: ``jwt``, ``di`` or None where the document could not be read.
    """

    checks: tuple[Check, ...]
    credential: dict[str, Any] | None
    form: str | None

    @property
    def is_valid(self) -> bool:
        """Whether every check passed; an unknown one is no pass."""
        return all(check.result is Result.OK for check in self.checks)

    @property
    def failing(self) -> Check | None:
        """The first check that failed, in the order in which they are made."""
        return next((c for c in self.checks if c.result is Result.FAILED), None)

    @property
    def state(self) -> State:
        """One word: an altered document is invalid, whatever its dates say."""
        if self.is_valid:
            return State.VALID
        failing = {check.name for check in self.checks if check.result is Result.FAILED}
        if failing - {CheckName.DATES, CheckName.STATUS}:
            return State.INVALID
        if CheckName.STATUS in failing:
            return State.REVOKED
        if CheckName.DATES in failing:
            return State.EXPIRED
        return State.UNKNOWN

    @property
    def in_reading_order(self) -> tuple[Check, ...]:
        """The checks as a page lists them: failing first, then what passed, then the unknown.

        Among equals, what matters most to a stranger comes first.
        """
        results = (Result.FAILED, Result.OK, Result.UNKNOWN)
        return tuple(
            sorted(
                self.checks,
                key=lambda check: (results.index(check.result), READING.index(check.name)),
            )
        )

    def as_json(self) -> dict[str, Any]:
        """Return the verdict for keeping: ``{"ok", "state", "form", "checks": […]}``."""
        return {
            "ok": self.is_valid,
            "state": self.state.value,
            "form": self.form,
            "checks": [
                {
                    "name": check.name.value,
                    "state": check.result.value,
                    "title": check.title,
                    "detail": check.detail,
                }
                for check in self.checks
            ],
        }


NOT_REACHED: Final = (
    N_("ここは、まだ調べていません"),
    N_("前の確認で止まったので、この先は調べていません。"),
)

OK: Final[dict[CheckName, tuple[str, str]]] = {
    CheckName.PARSE: (
        N_("証明のデータとして読めました"),
        N_("データの形を調べました。"),
    ),
    CheckName.SCHEMA: (
        N_("国際規格の決まりどおりです"),
        N_("Open Badges 3.0 の決まりと、項目を1つずつ比べました。"),
    ),
    CheckName.ISSUER: (
        N_("市が登録した発行者の名前です"),
        N_("市の登録簿にある発行者と、名前を比べました。"),
    ),
    CheckName.KEY: (
        N_("発行者の鍵で作られています"),
        N_("発行者自身が公開している鍵の一覧と一致しました。"),
    ),
    CheckName.SIGNATURE: (
        N_("中身は、発行したときのままです"),
        N_("署名を調べました。1文字でも変わると、ここで分かります。"),
    ),
    CheckName.CLAIMS: (
        N_("署名と中身の内容が合っています"),
        N_("署名の側に書かれた番号や日づけを、中身と比べました。"),
    ),
    CheckName.DATES: (
        N_("期限の中です"),
        N_("始まりの日と、期限があればその日を、いまの時刻と比べました。"),
    ),
    CheckName.STATUS: (
        N_("取り消されていません"),
        N_("発行者の取り消しの一覧を、いま調べました。"),
    ),
}

FAILED: Final[dict[str, tuple[CheckName, str, str]]] = {
    "too_large": (
        CheckName.PARSE,
        N_("大きすぎて、証明のデータとして読めません"),
        N_("256キロバイトまでのデータを調べられます。"),
    ),
    "unreadable": (
        CheckName.PARSE,
        N_("証明のデータとして読めません"),
        N_("途中で切れたか、ほかの種類のデータです。もとのファイルをもう一度お試しください。"),
    ),
    "shape": (
        CheckName.SCHEMA,
        N_("国際規格の決まりに合っていません"),
        N_("書きかえられたか、Open Badges 3.0 ではないデータです。"),
    ),
    "issuer": (
        CheckName.ISSUER,
        N_("市の登録簿にない発行者です"),
        N_("発行者の名前が書きかえられたか、市とつながりのない証明です。"),
    ),
    "header": (
        CheckName.KEY,
        N_("署名の形が、決まりと違います"),
        N_("署名のやり方や鍵を、自分で名乗っている証明は受け入れません。"),
    ),
    "key": (
        CheckName.KEY,
        N_("発行者の鍵ではありません"),
        N_("発行者自身が公開している一覧に、この鍵がありません。"),
    ),
    "signature": (
        CheckName.SIGNATURE,
        N_("発行したあとに、中身が変わっています"),
        N_("署名と中身が合いません。発行されたままのものではありません。"),
    ),
    "unsigned_term": (
        CheckName.SIGNATURE,
        N_("署名されていない項目が、足されています"),
        N_("発行者が署名していない項目が入っています。"),
    ),
    "claims": (
        CheckName.CLAIMS,
        N_("署名と中身の内容が食い違っています"),
        N_("署名の側に書かれた番号や日づけが、中身と違います。"),
    ),
    "not_yet": (
        CheckName.DATES,
        N_("まだ始まっていない証明です"),
        N_("始まりの日が、いまより先です。"),
    ),
    "expired": (
        CheckName.DATES,
        N_("期限が過ぎています"),
        N_("期限の日を、いまの時刻と比べました。"),
    ),
    "revoked": (
        CheckName.STATUS,
        N_("発行者が取り消しました"),
        N_("発行者の取り消しの一覧に、この証明があります。"),
    ),
    "status_list": (
        CheckName.STATUS,
        N_("取り消しの一覧が、この発行者のものではありません"),
        N_("一覧の発行者や目的が、証明と合いません。"),
    ),
}

UNKNOWN: Final[dict[str, tuple[CheckName, str, str]]] = {
    "no_proof_check": (
        CheckName.SIGNATURE,
        N_("署名は、この場では調べられません"),
        N_("この形の署名は、別の場所で調べます。"),
    ),
    "too_costly": (
        CheckName.SIGNATURE,
        N_("署名を、最後まで調べられませんでした"),
        N_(
            "調べるのに時間がかかりすぎました。もう一度お試しいただくか、JWTの形でお確かめください。"
        ),
    ),
    "no_status": (
        CheckName.STATUS,
        N_("取り消しの一覧が書かれていません"),
        N_("発行者が取り消したかどうかを、調べる方法がありません。"),
    ),
    "status_unreachable": (
        CheckName.STATUS,
        N_("取り消されたかどうかは、いま分かりません"),
        N_("発行者の一覧を読めませんでした。時間をおいて、もう一度お確かめください。"),
    ),
}


def passed(name: CheckName) -> Check:
    """Return the passed check."""
    return Check(name, Result.OK, *OK[name])


def failed(reason: str) -> Check:
    """Return the check that ``reason`` fails."""
    return Check(FAILED[reason][0], Result.FAILED, *FAILED[reason][1:])


def unknown(reason: str) -> Check:
    """Return the check that ``reason`` leaves open."""
    return Check(UNKNOWN[reason][0], Result.UNKNOWN, *UNKNOWN[reason][1:])


def not_reached(name: CheckName) -> Check:
    """Return a check that an earlier failure made meaningless."""
    return Check(name, Result.UNKNOWN, *NOT_REACHED)


def from_json(kept: dict[str, Any]) -> Verdict:
    """Return a verdict from ``as_json`` with ``credential`` beside it."""
    checks = tuple(
        Check(CheckName(one["name"]), Result(one["state"]), one["title"], one["detail"])
        for one in kept["checks"]
    )
    return Verdict(checks, kept.get("credential"), kept["form"])
