"""A name in the languages that frameworks carry. Pure: rules take it as well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One name in the two languages that every framework carries."""

    ja: str
    en: str

    def of(self, locale: str) -> str:
        """Return the English text for ``en``, the Japanese one otherwise."""
        return self.en if locale == "en" else self.ja
