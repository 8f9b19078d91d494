"""The jobs of this package. Callers commit, services never do."""

from app.privacy.service.erasing import ask_for_erasure, erase_account
from app.privacy.service.merging import merge_accounts

__all__ = ["ask_for_erasure", "erase_account", "merge_accounts"]
