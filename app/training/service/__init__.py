"""What may be done with training outside."""

from app.training.service.applying import Completion, apply, bring, enter
from app.training.service.comparing import (
    compare,
    keep_comparison,
    keep_lacking,
    keep_unreadable,
)
from app.training.service.imports import (
    approve,
    ask_undo,
    cancel,
    forget_old,
    keep_list,
    mend_row,
    note_progress,
    reread,
    set_row_aside,
    take_rows_back,
    use_columns,
)
from app.training.service.sources import (
    Attests,
    add_source,
    follow_rules,
    keep_columns,
    keep_rule,
    name_source,
    remove_rule,
)
from app.training.service.undoing import forget_person, remove_record, undo

__all__ = [
    "Attests",
    "Completion",
    "add_source",
    "apply",
    "approve",
    "ask_undo",
    "bring",
    "cancel",
    "compare",
    "enter",
    "follow_rules",
    "forget_old",
    "forget_person",
    "keep_columns",
    "keep_comparison",
    "keep_lacking",
    "keep_list",
    "keep_rule",
    "keep_unreadable",
    "mend_row",
    "name_source",
    "note_progress",
    "remove_record",
    "remove_rule",
    "reread",
    "set_row_aside",
    "take_rows_back",
    "undo",
    "use_columns",
]
