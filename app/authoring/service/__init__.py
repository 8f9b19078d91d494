"""What is done with drafts: begun, changed, put in another order, mended all over, published."""

from app.authoring.service.changing import Edit, change_block, make_change, open_draft, undo
from app.authoring.service.drafts import (
    ask_to_publish,
    keep_faults,
    publish_draft,
    start_draft,
    take_package,
)

__all__ = [
    "Edit",
    "ask_to_publish",
    "change_block",
    "keep_faults",
    "make_change",
    "open_draft",
    "publish_draft",
    "start_draft",
    "take_package",
    "undo",
]
