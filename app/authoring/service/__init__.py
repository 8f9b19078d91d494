"""What is done with drafts: begun, changed, put in another order, mended all over, published."""

from app.authoring.service.arranging import (
    Done,
    Seen,
    add_block,
    delete_block,
    duplicate_block,
    move_block,
    move_block_to,
)
from app.authoring.service.changing import Edit, change_block, make_change, open_draft, undo
from app.authoring.service.drafts import (
    ask_to_publish,
    keep_faults,
    not_ones_own,
    publish_draft,
    start_draft,
    take_package,
)
from app.authoring.service.outlining import (
    add_lesson,
    add_module,
    delete_lesson,
    delete_module,
    move_lesson,
    move_lesson_to,
    move_module,
    name_file,
)

__all__ = [
    "Done",
    "Edit",
    "Seen",
    "add_block",
    "add_lesson",
    "add_module",
    "ask_to_publish",
    "change_block",
    "delete_block",
    "delete_lesson",
    "delete_module",
    "duplicate_block",
    "keep_faults",
    "make_change",
    "move_block",
    "move_block_to",
    "move_lesson",
    "move_lesson_to",
    "move_module",
    "name_file",
    "not_ones_own",
    "open_draft",
    "publish_draft",
    "start_draft",
    "take_package",
    "undo",
]
