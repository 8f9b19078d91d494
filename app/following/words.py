"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "journal.replied": _l("「%(project)s」のふりかえりに、先生が返事を書きました"),
        "assessment.settled": _l("「%(project)s」の評価がとどきました"),
        "assessment.corrected": _l("「%(project)s」の評価が直されました"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""
