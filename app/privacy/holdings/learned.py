"""What somebody learned, and what proves it."""

from app.privacy.holdings.holding import LEFT_OUT, Fate, Holding
from app.ui.strings import lazy_gettext as _l

LEARNED: tuple[Holding, ...] = (
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
    Holding("lesson_report", "answered_by_id", Fate.EMPTIED, why=LEFT_OUT),
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
        secret=frozenset({"share_token", "check_code"}),
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
    Holding("credential_audit", "by_id", Fate.EMPTIED, why=LEFT_OUT),
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
)
