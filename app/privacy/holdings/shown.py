"""Public pages of projects: how somebody is credited there, and what they said of one."""

from app.privacy.holdings.holding import WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

SHOWN: tuple[Holding, ...] = (
    Holding("showcase", "changed_by_id", Fate.EMPTIED, why=WORK),
    Holding("showcase", "handed_in_by_id", Fate.EMPTIED, why=WORK),
    Holding("showcase", "published_by_id", Fate.EMPTIED, why=WORK),
    Holding(
        "showcase_credit",
        "user_id",
        Fate.DELETED,
        _l("発表のページでの、名前の出し方"),
        shown={
            "project_id": _l("企画"),
            "wish": _l("出し方"),
            "shows_me": _l("写真をのせてよい"),
            "airs_me": _l("取材や放送に渡してよい"),
            "said_at": _l("決めた日"),
        },
    ),
    Holding(
        "showcase_comment",
        "user_id",
        Fate.DELETED,
        _l("発表のページに送った感想"),
        shown={
            "called": _l("画面に出す名前"),
            "text": _l("感想"),
            "state": _l("状態"),
            "reason": _l("のせないわけ"),
            "written_at": _l("書いた日"),
        },
    ),
    Holding("showcase_comment", "decided_by_id", Fate.EMPTIED, why=WORK),
)
