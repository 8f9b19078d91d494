"""What people wrote and were told in projects: journals and assessments."""

from app.privacy.holdings.holding import WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

SEEN = _l("決まる前に、先生だけが読むものです。決まったことは、評価のところにあります。")
OTHERS_SAID = _l("ほかの人が、先生にだけ伝えたことです。だれが書いたか分かるので、入れません。")

REFLECTED: tuple[Holding, ...] = (
    Holding(
        "journal_entry",
        "user_id",
        Fate.DELETED,
        _l("企画のふりかえり"),
        shown={
            "stage": _l("段階"),
            "words": _l("書いたこと"),
            "reach": _l("読む人"),
            "written_on": _l("書いた日"),
        },
    ),
    Holding(
        "journal_reply",
        "entry_id",
        Fate.DELETED,
        _l("ふりかえりへの返事"),
        shown={"words": _l("返事"), "written_on": _l("日")},
        secret=frozenset({"by_id"}),
        via="journal_entry",
    ),
    Holding(
        "journal_reply",
        "by_id",
        Fate.NAMELESS,
        _l("ふりかえりに書いた返事"),
        WORK,
        shown={"words": _l("返事"), "written_on": _l("日")},
    ),
    Holding("assessment_view", "about_id", Fate.DELETED, why=SEEN),
    Holding(
        "assessment_view",
        "by_id",
        Fate.NAMELESS,
        _l("企画で評価のために伝えたこと"),
        WORK,
        shown={"levels": _l("段階"), "words": _l("伝えたこと"), "written_on": _l("日")},
        secret=frozenset({"about_id"}),
    ),
    Holding(
        "peer_split",
        "user_id",
        Fate.DELETED,
        _l("チームの分担を出したこと"),
        shown={"given_on": _l("日")},
    ),
    Holding(
        "peer_part",
        "split_id",
        Fate.DELETED,
        _l("チームの分担について書いたこと"),
        shown={"points": _l("点数"), "words": _l("したこと")},
        secret=frozenset({"about_id"}),
        via="peer_split",
    ),
    Holding("peer_part", "about_id", Fate.DELETED, why=OTHERS_SAID),
    Holding(
        "settled_assessment",
        "user_id",
        Fate.DELETED,
        _l("企画の評価"),
        shown={
            "levels": _l("5つの見かた"),
            "words": _l("先生の言葉"),
            "share": _l("分担"),
            "reason": _l("直したわけ"),
            "settled_on": _l("決めた日"),
        },
    ),
    Holding("settled_assessment", "assessor_id", Fate.EMPTIED, why=WORK),
)
