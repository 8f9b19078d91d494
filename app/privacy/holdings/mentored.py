"""Mentors, what teams ask them, and what people report."""

from app.privacy.holdings.holding import LEFT_OUT, WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

OF_TEAM = _l("チームで書いたものです。書かれた文はのこり、だれが書いたかは分からなくなります。")

MENTORED: tuple[Holding, ...] = (
    Holding(
        "mentor_vetting",
        "user_id",
        Fate.NAMELESS,
        _l("メンターの登録"),
        _l("組織が人を確かめた記録です。期間はのこり、だれのことかは分からなくなります。"),
        shown={
            "organization_id": _l("組織"),
            "starts_on": _l("はじまり"),
            "ends_on": _l("おわり"),
            "checked": _l("確かめたこと"),
            "minutes": _l("半年の分"),
        },
    ),
    Holding("mentor_vetting", "vouched_by_id", Fate.NAMELESS, why=WORK),
    Holding("mentor_vetting", "ended_by_id", Fate.NAMELESS, why=WORK),
    Holding(
        "ticket",
        "asked_by_id",
        Fate.EMPTIED,
        _l("書いた相談票"),
        OF_TEAM,
        shown={
            "question": _l("聞いたこと"),
            "reading": _l("読んだもの"),
            "finding": _l("分かったこと"),
            "created_at": _l("書いた日"),
        },
    ),
    Holding(
        "ticket",
        "mentor_id",
        Fate.NAMELESS,
        _l("届いた相談票"),
        WORK,
        shown={"question": _l("聞かれたこと"), "minutes": _l("かかった分"), "state": _l("状態")},
    ),
    Holding("ticket", "shared_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding(
        "ticket_message",
        "by_id",
        Fate.EMPTIED,
        _l("相談票に書いたこと"),
        OF_TEAM,
        shown={"words": _l("書いたこと"), "at": _l("書いた日")},
    ),
    Holding(
        "concern",
        "by_id",
        Fate.EMPTIED,
        _l("知らせた、気になること"),
        _l("どうなったかの記録です。書かれた文はのこり、だれが知らせたかは消えます。"),
        shown={
            "words": _l("書いたこと"),
            "at": _l("知らせた日"),
            "handled_words": _l("どうなったか"),
        },
        # what somebody else wrote, and who looked after it
        secret=frozenset({"excerpt", "about_id", "about_user_id", "taken_by_id", "handled_by_id"}),
    ),
    Holding(
        "concern",
        "about_user_id",
        Fate.EMPTIED,
        why=_l("知らせた人を守るため、だれについての知らせかは、どのファイルにも入れません。"),
    ),
    Holding("concern", "taken_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("concern", "handled_by_id", Fate.EMPTIED, why=LEFT_OUT),
)
