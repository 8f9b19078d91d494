"""What somebody did in the room of a project's team."""

from app.privacy.holdings.holding import Fate, Holding
from app.ui.strings import lazy_gettext as _l

TEAM = _l("チームで作ったものです。中身はチームにのこり、だれがしたかは分からなくなります。")

WORKED: tuple[Holding, ...] = (
    Holding("board_card", "created_by_id", Fate.EMPTIED, why=TEAM),
    Holding(
        "board_card_assignee",
        "user_id",
        Fate.DELETED,
        _l("企画で受けもったカード"),
        shown={"card_id": _l("カード")},
    ),
    Holding("meeting", "created_by_id", Fate.EMPTIED, why=TEAM),
    Holding(
        "meeting_attendee",
        "user_id",
        Fate.DELETED,
        _l("企画で出た打ち合わせ"),
        shown={"meeting_id": _l("打ち合わせ")},
    ),
    Holding("project_decision", "by_id", Fate.EMPTIED, why=TEAM),
    Holding("artifact", "created_by_id", Fate.EMPTIED, why=TEAM),
    Holding("artifact_version", "made_by_id", Fate.EMPTIED, why=TEAM),
    Holding(
        "artifact_person",
        "user_id",
        Fate.DELETED,
        _l("あなたが写っているか、声が入っている、企画で作ったもの"),
        shown={"artifact_id": _l("作ったもの")},
    ),
)
