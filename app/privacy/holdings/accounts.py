"""Accounts, posts, and ways in."""

from app.privacy.holdings.holding import LEFT_OUT, Fate, Holding
from app.ui.strings import lazy_gettext as _l

ACCOUNTS: tuple[Holding, ...] = (
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
    Holding("one_time_link", "created_by_id", Fate.EMPTIED, why=LEFT_OUT),
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
    Holding("recovery_code", "handed_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("factor_rule", "changed_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("rollover", "made_by_id", Fate.EMPTIED, why=LEFT_OUT),
)
