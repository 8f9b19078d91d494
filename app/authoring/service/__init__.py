"""What is done with drafts: begun, changed, put in another order, mended all over, published."""

from app.authoring.service.arranging import (
    add_block,
    delete_block,
    duplicate_block,
    line_of,
    move_block,
    move_block_to,
    place_block,
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
    begun,
    keep_faults,
    not_ones_own,
    publish_draft,
    start_draft,
    take_package,
)
from app.authoring.service.finding import Done, Seen
from app.authoring.service.keys import new_key, stem_of, taken_keys
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
    place_lesson,
    place_module,
)
from app.authoring.service.picturing import put_picture
from app.authoring.service.putting import Brought, bring_block, put_blocks, put_pasted
from app.authoring.service.replacing import Hit, Replacement, hits_of, replace

__all__ = [
    "Brought",
    "Done",
    "Edit",
    "Hit",
    "Replacement",
    "Seen",
    "add_block",
    "add_lesson",
    "add_module",
    "ask_to_publish",
    "begun",
    "bring_block",
    "change_block",
    "delete_block",
    "delete_lesson",
    "delete_module",
    "duplicate_block",
    "duplicate_lesson",
    "hits_of",
    "keep_faults",
    "line_of",
    "make_change",
    "move_block",
    "move_block_to",
    "move_lesson",
    "move_lesson_to",
    "move_module",
    "name_file",
    "new_key",
    "not_ones_own",
    "open_draft",
    "place_block",
    "place_lesson",
    "place_module",
    "publish_draft",
    "put_blocks",
    "put_pasted",
    "put_picture",
    "replace",
    "restore",
    "start_draft",
    "stem_of",
    "take_package",
    "taken_keys",
    "undo",
]
