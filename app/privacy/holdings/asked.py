"""What the city and its teams ask for, and what people propose and give."""

from app.privacy.holdings.holding import LEFT_OUT, WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

ASKED: tuple[Holding, ...] = (
    Holding("challenge", "owner_id", Fate.EMPTIED, why=WORK),
    Holding("challenge", "created_by_id", Fate.EMPTIED, why=WORK),
    Holding(
        "challenge_proposal",
        "person_id",
        Fate.EMPTIED,
        _l("課題の提案"),
        _l("市の課題のもとになるので、書かれた文だけがのこります。だれの提案かは消えます。"),
        shown={
            "title": _l("課題の名前"),
            "trouble": _l("困っていること"),
            "wish": _l("どうなるとよいか"),
            "state": _l("状態"),
            "reason": _l("受けた返事"),
            "proposed_at": _l("送った日"),
        },
    ),
    Holding("challenge_proposal", "decided_by_id", Fate.EMPTIED, why=WORK),
    Holding("need", "created_by_id", Fate.EMPTIED, why=WORK),
    Holding(
        "offer",
        "person_id",
        Fate.DELETED,
        _l("もとむへの「できる」"),
        shown={
            "words": _l("できること"),
            "hours": _l("時間"),
            "state": _l("状態"),
            "reply": _l("受けた返事"),
            "done_minutes": _l("したこと（分）"),
            "done_on": _l("した日"),
            "thanks": _l("お礼のことば"),
        },
    ),
    Holding("offer", "answered_by_id", Fate.EMPTIED, why=LEFT_OUT),
)
