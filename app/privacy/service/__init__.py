"""The jobs of this package. Callers commit, services never do."""

from app.privacy.service.erasing import ask_for_erasure, erase_account

__all__ = ["ask_for_erasure", "erase_account"]
