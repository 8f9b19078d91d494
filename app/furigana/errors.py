"""What can go wrong with words and with reading them."""

from enum import StrEnum


class WordFault(StrEnum):
    """What keeps a word out of the dictionary; the pages say it in words."""

    NO_WORD = "no_word"
    NO_KANJI = "no_kanji"
    TOO_LONG = "too_long"
    SIGNS = "signs"
    NO_READING = "no_reading"
    MISFIT = "misfit"


class WordRefused(Exception):
    """The word cannot be taken into the dictionary; ``fault`` says why."""

    def __init__(self, fault: WordFault) -> None:
        super().__init__(fault)
        self.fault = fault


class WordTaken(Exception):
    """The word is in the dictionary already."""


class AnalyzerGone(Exception):
    """The process that reads Japanese could not be started, or ended; nothing was changed."""
