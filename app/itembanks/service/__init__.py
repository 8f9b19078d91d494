"""Make banks, keep items in them, and take lists of questions in."""

from app.itembanks.service.banks import NewBank, create_bank
from app.itembanks.service.imports import keep_list, take_list
from app.itembanks.service.items import add_items, change_item, tag_item

__all__ = [
    "NewBank",
    "add_items",
    "change_item",
    "create_bank",
    "keep_list",
    "tag_item",
    "take_list",
]
