"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "project.gates_done": _l("「%(project)s」が、すべての段階を終えました"),
        "project.gate_undone": _l("「%(project)s」が、前の段階にもどりました：%(reason)s"),
        "project.ended": _l("「%(project)s」が終わりました"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""
