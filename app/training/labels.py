"""What meanings, findings and states are called on pages."""

from collections.abc import Mapping
from typing import Final

from app.training.models import FindingKind, ImportState
from app.training.rules import Meaning
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

MEANINGS: Final[Mapping[Meaning, Lazy]] = {
    Meaning.NUMBER: _l("職員番号"),
    Meaning.LOGIN: _l("メールアドレスかログインID"),
    Meaning.NAME: _l("氏名（確かめるだけ）"),
    Meaning.TITLE: _l("研修の名前"),
    Meaning.DAY: _l("修了した日"),
    Meaning.HOURS: _l("時間（何時間か）"),
    Meaning.MINUTES: _l("時間（何分か）"),
    Meaning.RESULT: _l("結果（修了したか）"),
}

TABS: Final[Mapping[FindingKind, Lazy]] = {
    FindingKind.FAULT: _l("直す"),
    FindingKind.UNKNOWN: _l("見つからない人"),
    FindingKind.NEW: _l("新しく入る"),
    FindingKind.CHANGED: _l("変わる"),
    FindingKind.SAME: _l("同じ"),
    FindingKind.LEFT: _l("いまは職員でない人"),
    FindingKind.UNFINISHED: _l("修了していない"),
}
"""The kinds of rows, in the order of the page; titles stand apart."""

STATES: Final[Mapping[ImportState, tuple[str, Lazy]]] = {
    ImportState.CHECKING: ("wait", _l("読んでいます")),
    ImportState.UNREADABLE: ("stop", _l("読めません")),
    ImportState.COLUMNS: ("close", _l("列を選ぶ")),
    ImportState.READY: ("note", _l("たしかめる")),
    ImportState.APPLYING: ("wait", _l("取り込んでいます")),
    ImportState.APPLIED: ("good", _l("取り込みました")),
    ImportState.UNDOING: ("wait", _l("元に戻しています")),
    ImportState.UNDONE: ("note", _l("元に戻しました")),
}

LACKING: Final[Mapping[str, Lazy]] = {
    "who": _l("職員番号か、メールアドレスかログインIDの列を選んでください。"),
    "title": _l("研修の名前の列を選んでください。"),
    "day": _l("修了した日の列を選んでください。"),
    "time": _l("時間の列は、何時間かと何分かのどちらか1つにしてください。"),
}
