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
from app.authoring.service.changing import (
    Edit,
    change_block,
    make_change,
    open_draft,
    restore,
    undo,
)
from app.authoring.service.drafts import (
    ask_to_publish,
    keep_faults,
    publish_draft,
    start_draft,
    take_package,
)
from app.authoring.service.outlining import (
    add_lesson,
    add_module,
    delete_lesson,
    delete_module,
    duplicate_lesson,
    move_lesson,
    move_lesson_to,
    move_module,
    name_file,
)
from app.authoring.service.replacing import Hit, Replacement, hits_of, replace

__all__ = [
    "Done",
    "Edit",
    "Hit",
    "Replacement",
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
    "duplicate_lesson",
    "hits_of",
    "keep_faults",
    "make_change",
    "move_block",
    "move_block_to",
    "move_lesson",
    "move_lesson_to",
    "move_module",
    "name_file",
    "open_draft",
    "publish_draft",
    "replace",
    "restore",
    "start_draft",
    "take_package",
    "undo",
]
