"""Projects that somebody is or was in, and what they did there."""

from app.privacy.holdings.holding import LEFT_OUT, WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

PROJECTS: tuple[Holding, ...] = (
    Holding(
        "project_member",
        "user_id",
        Fate.DELETED,
        _l("入っている企画"),
        shown={
            "project_id": _l("企画"),
            "organization_id": _l("どの組織の人として"),
            "role": _l("役割"),
            "duty": _l("役目"),
            "pseudonym": _l("公開のページでの呼び名"),
            "joined_on": _l("入った日"),
            "left_on": _l("外れた日"),
            "left_reason": _l("わけ"),
        },
    ),
    Holding(
        "project_activity",
        "user_id",
        Fate.DELETED,
        _l("企画でしたこと"),
        shown={
            "project_id": _l("企画"),
            "act": _l("したこと"),
            "about": _l("何について"),
            "at": _l("いつ"),
        },
    ),
    Holding(
        "project_award",
        "member_id",
        Fate.DELETED,
        _l("企画で受けた証明"),
        shown={
            "achievement_id": _l("証明"),
            "hours": _l("時間"),
            "artifact": _l("作ったもの"),
            "assessor": _l("評価した人"),
            "awarded_on": _l("出た日"),
        },
        via="project_member",
    ),
    Holding(
        "project_award",
        "credential_id",
        Fate.DELETED,
        why=_l("企画で受けた証明のところにあります。"),
        via="credential",
    ),
    Holding("project_award", "assessor_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("project_award", "by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("project", "created_by_id", Fate.EMPTIED, why=WORK),
    Holding("project_stage", "passed_by_id", Fate.EMPTIED, why=LEFT_OUT),
    Holding("gate_check", "met_by_id", Fate.EMPTIED, why=LEFT_OUT),
)
