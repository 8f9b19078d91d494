"""Proposals to the city, the answers to them, and teams that go on."""

from app.privacy.holdings.holding import WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

OF_THE_TEAM = _l(
    "チームで市に出したものです。チームのものとしてのこり、だれが書いたかは分からなくなります。"
)

ANSWERED: tuple[Holding, ...] = (
    Holding(
        "adoption",
        "written_by_id",
        Fate.EMPTIED,
        _l("市への提案"),
        OF_THE_TEAM,
        shown={
            "title": _l("提案"),
            "proposal": _l("書いたこと"),
            "state": _l("状態"),
            "submitted_on": _l("出した日"),
        },
    ),
    Holding("adoption", "submitted_by_id", Fate.EMPTIED, why=WORK),
    Holding(
        "adoption",
        "owner_id",
        Fate.NAMELESS,
        _l("担当した提案"),
        WORK,
        shown={"title": _l("提案"), "answer": _l("答え"), "answered_on": _l("答えた日")},
    ),
    Holding("adoption_step", "by_id", Fate.EMPTIED, why=WORK),
    Holding("answer_template", "created_by_id", Fate.EMPTIED, why=WORK),
    Holding("support_offer", "created_by_id", Fate.EMPTIED, why=WORK),
    Holding("continuation", "told_by_id", Fate.EMPTIED, why=WORK),
    Holding("continuation_look", "by_id", Fate.EMPTIED, why=WORK),
)
