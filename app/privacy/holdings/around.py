"""Rosters, guardians, consents, and the doors of classes."""

from app.privacy.holdings.holding import ACCOUNTABLE, LEFT_OUT, WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

AROUND: tuple[Holding, ...] = (
    Holding(
        "guardianship",
        "child_id",
        Fate.DELETED,
        _l("保護者"),
        shown={
            "guardian_user_id": _l("保護者"),
            "relation": _l("続柄"),
            "starts_on": _l("はじまり"),
            "ends_on": _l("おわり"),
        },
        secret=frozenset({"closed_at", "closed_by_id"}),  # nothing may tell of a closed view
    ),
    Holding(
        "guardianship",
        "guardian_user_id",
        Fate.EMPTIED,
        why=_l("子どもの記録です。子どものほうで受けとれます。"),
    ),
    Holding("guardianship", "established_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("guardianship", "closed_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding(
        "guardian_letter",
        "child_id",
        Fate.DELETED,
        _l("保護者への手紙"),
        shown={"relation": _l("続柄"), "created_at": _l("作った日"), "expires_at": _l("おわり")},
        secret=frozenset({"token_sha256", "code_hmac"}),
    ),
    Holding("guardian_letter", "created_by_id", Fate.NAMELESS, why=LEFT_OUT),
    Holding("class_letter", "created_by_id", Fate.NAMELESS, why=WORK),
    Holding(
        "consent_record",
        "person_id",
        Fate.DELETED,
        _l("同意"),
        shown={
            "purpose": _l("目的"),
            "said": _l("答え"),
            "how": _l("どうやって"),
            "answered_at": _l("答えた日"),
            "expires_on": _l("おわり"),
        },
    ),
    Holding("consent_record", "recorded_by_id", Fate.NAMELESS, why=LEFT_OUT),
    Holding(
        "consent_record",
        "guardianship_id",
        Fate.DELETED,
        why=_l("同意のところにあります。"),
        via="guardianship",
    ),
    Holding(
        "notice_reading",
        "guardianship_id",
        Fate.DELETED,
        _l("読んだと知らせたお知らせ"),
        shown={"notice": _l("お知らせ"), "confirmed_on": _l("日")},
        via="guardianship",
    ),
    Holding("published_text", "published_by_id", Fate.NAMELESS, why=ACCOUNTABLE),
    Holding(
        "roster_change",
        "person_id",
        Fate.DELETED,
        _l("名簿で変わったこと"),
        shown={"kind": _l("なに"), "after": _l("変わったあと")},
    ),
    Holding("roster_import", "by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("roster_import", "applied_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("roster_import", "undone_by_id", Fate.EMPTIED, why=LEFT_OUT),
)
