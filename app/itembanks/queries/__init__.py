"""Reading the banks: what is in them, an item with its versions, a list that waits."""

from app.itembanks.queries.banks import (
    PAGE_SIZE,
    BankPage,
    BankRow,
    Shelf,
    Sieve,
    bank,
    bank_of_item,
    bank_page,
    banks,
    held,
    passing,
)
from app.itembanks.queries.items import (
    ItemPage,
    KeptItem,
    NewestVersion,
    VersionRow,
    file_of_item,
    files_of,
    item_page,
    items,
    newest,
    newest_files,
    offered,
)
from app.itembanks.queries.lists import ImportPage, import_page
from app.itembanks.queries.rows import ItemRow

__all__ = [
    "PAGE_SIZE",
    "BankPage",
    "BankRow",
    "ImportPage",
    "ItemPage",
    "ItemRow",
    "KeptItem",
    "NewestVersion",
    "Shelf",
    "Sieve",
    "VersionRow",
    "bank",
    "bank_of_item",
    "bank_page",
    "banks",
    "file_of_item",
    "files_of",
    "held",
    "import_page",
    "item_page",
    "items",
    "newest",
    "newest_files",
    "offered",
    "passing",
]
