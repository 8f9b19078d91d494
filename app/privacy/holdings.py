"""Every column that leads to a person: what a download tells of it, and what an erasure does.

A column leads to a person by itself (``user.id`` stands in it), or over the row of another table
that does (``via``). Whatever is in no foreign key stands here as well, found by
tests/architecture/test_holdings.py, which also tells the columns that only look so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l


class Fate(StrEnum):
    """What an erasure does with the rows that lead to the person.

    ``DELETED``: they go. ``EMPTIED``: the column is set to null. ``NAMELESS``: they stay, and
    lead to an account without a name. ``KEPT``: the id alone stays, and leads nowhere.
    """

    DELETED = "deleted"
    EMPTIED = "emptied"
    NAMELESS = "nameless"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Holding:
    """A column that leads to a person.

    Attributes:
        table: Its table.
        column: The column.
        fate: See ``Fate``.
        title: What a download calls its rows; None where it leaves them out.
        why: Why they are left out of a download, or stay after an erasure.
        shown: The columns of the readable page, with their headings; the JSON has all.
        secret: Columns that no file holds.
        via: The table whose row ``column`` names, where that row leads to the person.
    """

    table: str
    column: str
    fate: Fate
    title: Lazy | None = None
    why: Lazy | None = None
    shown: Mapping[str, Lazy] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    via: str = ""


_WORK = _l("組織のためにした仕事です。中身は組織のもので、だれがしたかは分からなくなります。")
_LEFT_OUT = _l("ほかの人の記録に、あなたの番号が書かれているだけのものです。")
_ACCOUNTABLE = _l("市が説明する責任のあることです。番号だけがのこり、だれのことかは分かりません。")

HOLDINGS: tuple[Holding, ...] = (
    # --- the account -----------------------------------------------------------------------
    Holding(
        "user",
        "id",
        Fate.NAMELESS,
        _l("登録"),
        _l("仕事の記録がこの人にたどりつくときだけ、名前のない登録がのこります。"),
        shown={
            "family_name": _l("姓"),
            "given_name": _l("名"),
            "login_id": _l("ID"),
            "email": _l("メールアドレス"),
            "grade": _l("学年"),
            "created_at": _l("登録した日"),
            "last_signed_in_on": _l("最後に使った日"),
        },
        secret=frozenset({"password_hash", "session_epoch"}),
    ),
    Holding(
        "user",
        "merged_into_id",
        Fate.DELETED,
        _l("まとめた登録"),
        shown={"login_id": _l("ID"), "created_at": _l("登録した日")},
        secret=frozenset({"password_hash", "session_epoch"}),
    ),
    Holding(
        "post",
        "user_id",
        Fate.DELETED,
        _l("所属と役割"),
        shown={
            "organization_id": _l("所属"),
            "role": _l("役割"),
            "title": _l("職名"),
            "starts_on": _l("はじまり"),
            "ends_on": _l("おわり"),
        },
    ),
    Holding(
        "enrollment",
        "user_id",
        Fate.DELETED,
        _l("学級"),
        shown={
            "class_id": _l("学級"),
            "role": _l("役割"),
            "starts_on": _l("はじまり"),
            "ends_on": _l("おわり"),
        },
    ),
    Holding(
        "one_time_link",
        "user_id",
        Fate.DELETED,
        _l("1回だけ使えるリンク"),
        shown={"purpose": _l("目的"), "created_at": _l("作った日"), "used_at": _l("使った日")},
        secret=frozenset({"token_sha256"}),
    ),
    Holding("one_time_link", "created_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    Holding(
        "bookmark",
        "user_id",
        Fate.DELETED,
        why=_l("登録しないで学ぶ人だけにあり、四つの言葉は元にもどせない形でしかありません。"),
    ),
    Holding(
        "passkey",
        "user_id",
        Fate.DELETED,
        _l("パスキー"),
        shown={
            "name": _l("名前"),
            "created_on": _l("作った日"),
            "last_used_on": _l("最後に使った日"),
        },
        secret=frozenset({"credential_id", "public_key", "sign_count"}),
    ),
    Holding(
        "totp",
        "user_id",
        Fate.DELETED,
        _l("確認コードのアプリ"),
        shown={"created_on": _l("作った日"), "last_used_on": _l("最後に使った日")},
        secret=frozenset({"secret_sealed", "last_step"}),
    ),
    Holding(
        "recovery_code",
        "user_id",
        Fate.DELETED,
        _l("予備のコード"),
        shown={"created_at": _l("作った日"), "used_at": _l("使った日")},
        secret=frozenset({"code_hmac"}),
    ),
    Holding("recovery_code", "handed_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    Holding("factor_rule", "changed_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    Holding("rollover", "made_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    # --- learning --------------------------------------------------------------------------
    Holding(
        "registration",
        "learner_id",
        Fate.DELETED,
        _l("講座の進みぐあい"),
        shown={
            "course_id": _l("講座"),
            "started_at": _l("始めた日"),
            "completed_at": _l("修了した日"),
            "score": _l("できた割合"),
        },
    ),
    Holding(
        "private_answer",
        "registration_id",
        Fate.DELETED,
        _l("あなただけが読める答え"),
        shown={"item": _l("問い"), "text": _l("答え"), "answered_at": _l("答えた日")},
        via="registration",
    ),
    Holding(
        "lesson_report",
        "told_by_id",
        Fate.EMPTIED,
        _l("知らせた、まちがい"),
        _l("講座を直すために、書かれた文だけがのこります。だれが知らせたかは消えます。"),
        shown={"excerpt": _l("どこ"), "words": _l("書いたこと"), "told_at": _l("知らせた日")},
    ),
    Holding("lesson_report", "answered_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    # --- credentials -----------------------------------------------------------------------
    Holding(
        "credential_holder",
        "user_id",
        Fate.DELETED,
        _l("修了証のなかの番号"),
        shown={"subject": _l("番号")},
    ),
    Holding(
        "credential",
        "user_id",
        Fate.DELETED,
        _l("修了証"),
        _l(
            "取り消しの一覧のなかの場所だけがのこります。手もとの修了証は、これからも確かめられます。"
        ),
        shown={
            "number": _l("番号"),
            "awarded_on": _l("修了した日"),
            "state": _l("状態"),
            "evidence": _l("どう修了したか"),
        },
        secret=frozenset({"share_token"}),
    ),
    Holding(
        "credential",
        "registration_id",
        Fate.DELETED,
        why=_l("修了証のところにあります。"),
        via="registration",
    ),
    Holding(
        "credential_delivery",
        "credential_id",
        Fate.DELETED,
        _l("修了証の届け先"),
        shown={"registry_name": _l("届け先"), "state": _l("状態"), "delivered_at": _l("届いた日")},
        via="credential",
    ),
    Holding(
        "credential_audit",
        "credential_id",
        Fate.DELETED,
        _l("修了証にしたこと"),
        shown={"what": _l("したこと"), "note": _l("わけ"), "at": _l("いつ")},
        via="credential",
    ),
    Holding("credential_audit", "by_id", Fate.EMPTIED, why=_LEFT_OUT),
    Holding(
        "received_credential",
        "person_id",
        Fate.DELETED,
        _l("登録簿に届いた修了証"),
        shown={"title": _l("名前"), "issuer_name": _l("出したところ"), "state": _l("状態")},
    ),
    Holding(
        "skill_attestation",
        "person_id",
        Fate.DELETED,
        _l("登録簿のスキル"),
        shown={
            "item_ref": _l("スキル"),
            "level": _l("段階"),
            "attested_on": _l("証明された日"),
            "state": _l("状態"),
        },
    ),
    Holding(
        "skill_attestation",
        "received_credential_id",
        Fate.DELETED,
        why=_l("登録簿のスキルのところにあります。"),
        via="received_credential",
    ),
    Holding(
        "access_log",
        "person_id",
        Fate.DELETED,
        _l("登録簿であなたのページを見た人"),
        shown={"viewer_id": _l("見た人"), "what": _l("見たもの"), "looked_on": _l("日")},
    ),
    Holding(
        "access_log",
        "viewer_id",
        Fate.NAMELESS,
        why=_l("見られた人のための記録です。見られた人の名前があるので、書き出しません。"),
    ),
    # --- work ------------------------------------------------------------------------------
    Holding(
        "draft",
        "created_by_id",
        Fate.NAMELESS,
        _l("始めた下書き"),
        _WORK,
        shown={"slug": _l("講座"), "created_at": _l("始めた日"), "state": _l("状態")},
    ),
    Holding(
        "draft_change",
        "by_id",
        Fate.NAMELESS,
        _l("下書きを変えたこと"),
        _WORK,
        shown={"draft_id": _l("下書き"), "kind": _l("変えかた"), "at": _l("いつ")},
    ),
    Holding(
        "draft_member",
        "user_id",
        Fate.DELETED,
        _l("いっしょに作っている下書き"),
        shown={"draft_id": _l("下書き"), "role": _l("役割"), "since": _l("いつから")},
    ),
    Holding("draft_member", "invited_by_id", Fate.EMPTIED, why=_LEFT_OUT),
    Holding(
        "review_step",
        "by_id",
        Fate.NAMELESS,
        _l("見直しでしたこと"),
        _WORK,
        shown={"act": _l("したこと"), "words": _l("書いたこと"), "at": _l("いつ")},
    ),
    Holding(
        "review_comment",
        "by_id",
        Fate.NAMELESS,
        _l("下書きに付けた意見"),
        _WORK,
        shown={"path": _l("どこ"), "words": _l("書いたこと"), "at": _l("いつ")},
    ),
    Holding("review_comment", "resolved_by_id", Fate.NAMELESS, why=_LEFT_OUT),
    Holding(
        "draft_release",
        "asked_by_id",
        Fate.NAMELESS,
        _l("頼んだ公開"),
        _WORK,
        shown={"for_learners": _l("伝えたこと"), "asked_at": _l("いつ")},
    ),
    Holding(
        "opened_page",
        "opened_by_id",
        Fate.NAMELESS,
        _l("確かめた外のページ"),
        _WORK,
        shown={"url": _l("ページ"), "opened_on": _l("日")},
    ),
    Holding(
        "media_file",
        "uploaded_by_id",
        Fate.NAMELESS,
        _l("加えたメディア"),
        _WORK,
        shown={"title": _l("名前"), "uploaded_at": _l("いつ")},
    ),
    Holding(
        "item_bank",
        "created_by_id",
        Fate.NAMELESS,
        _l("作った問題集"),
        _WORK,
        shown={"title": _l("名前"), "created_at": _l("いつ")},
    ),
    Holding(
        "item_version",
        "by_id",
        Fate.NAMELESS,
        _l("書いた問い"),
        _WORK,
        shown={"item_id": _l("問い"), "at": _l("いつ")},
        secret=frozenset({"source"}),
    ),
    Holding(
        "item_import",
        "by_id",
        Fate.NAMELESS,
        _l("取りこんだ問いの表"),
        _WORK,
        shown={"name": _l("名前"), "at": _l("いつ")},
    ),
    # --- ids without a foreign key -----------------------------------------------------------
    Holding("client", "created_by", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("forwarder", "created_by", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("forwarder", "children_asked_by", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("forwarder", "children_agreed_by", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("erasure", "erased_by", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("audit_entry", "actor_id", Fate.KEPT, why=_ACCOUNTABLE),
    Holding("audit_entry", "acting_as_id", Fate.KEPT, why=_ACCOUNTABLE),
    Holding(
        "audit_entry",
        "subject_id",
        Fate.KEPT,
        _l("あなたについての操作"),
        _ACCOUNTABLE,
        shown={"action": _l("したこと"), "occurred_at": _l("いつ")},
    ),
)

APART: Mapping[str, Lazy] = MappingProxyType(
    {
        "statement": _l("学びの記録。statements.jsonl に、すべてあります。"),
        "document": _l("学習の道具が置いた、しおりや設定。documents.json にあります。"),
        "sign_in_attempt": _l("はじめるときに試した回数。30日で消えます。"),
        "outbox_event": _l("しくみの中の知らせ。番号だけがあり、消すときに消えます。"),
        "message": _l("送った手紙の控え。だれに何を書いたかは、ありません。"),
    }
)
"""What is no column of a person's id, and is told and erased by jobs of its own (``service``)."""


def of_table(table: str) -> Iterator[Holding]:
    """Yield the holdings of a table."""
    return (one for one in HOLDINGS if one.table == table)


def told() -> tuple[Holding, ...]:
    """Return what a download tells, in the order of its pages."""
    return tuple(one for one in HOLDINGS if one.title is not None)
