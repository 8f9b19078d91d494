"""What people follow and were told, agreements, and projects that several work on together."""

from app.privacy.holdings.holding import WORK, Fate, Holding
from app.ui.strings import lazy_gettext as _l

TOGETHER: tuple[Holding, ...] = (
    Holding("agreement", "created_by_id", Fate.NAMELESS, why=WORK),
    Holding(
        "follow",
        "user_id",
        Fate.DELETED,
        _l("お知らせを受けているもの"),
        shown={"subject_kind": _l("何を"), "since_at": _l("はじまり"), "stopped_at": _l("おわり")},
    ),
    Holding(
        "notification",
        "user_id",
        Fate.DELETED,
        _l("お知らせ"),
        shown={"facts": _l("中身"), "path": _l("ページ"), "told_at": _l("知らせた日")},
    ),
    Holding(
        "letter_choice",
        "user_id",
        Fate.DELETED,
        _l("お知らせのメール"),
        shown={"wants_letters": _l("受けとる")},
    ),
)
