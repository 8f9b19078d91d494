"""Verbs in Japanese: how the object is joined to them, and how they end."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote

from app.xapi.vocabulary import (
    ABANDONED,
    ANSWERED,
    COMPLETED,
    EXPERIENCED,
    FAILED,
    INITIALIZED,
    LAUNCHED,
    PASSED,
    PROGRESSED,
    RESPONDED,
    SATISFIED,
    TERMINATED,
    VOIDED,
    WAIVED,
)

LONGEST_WORD = 60
"""Characters of a name in a sentence; a longer one ends in 「…」, and is whole in the facts."""


_PLAIN: Final[Mapping[str, str]] = MappingProxyType(
    {"し": "した", "き": "いた", "み": "んだ", "び": "んだ", "り": "った"}
)
"""How a stem's last sound goes on; of every other stem in this table the whole stays."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb in a sentence: 「…」 + ``particle`` + ``past``."""

    particle: str
    past: str

    @property
    def plain(self) -> str:
        """The past without politeness, as lists of one's own records have it: 「再生した」."""
        stem = self.past.removesuffix("ました")
        if stem == self.past:
            return self.past
        sound = _PLAIN.get(stem[-1])
        return stem[:-1] + sound if sound else stem + "た"


_ADL = "http://adlnet.gov/expapi/verbs/"
_STREAMS = "http://activitystrea.ms/schema/1.0/"
_VIDEO = "https://w3id.org/xapi/video/verbs/"
_DOD = "https://w3id.org/xapi/dod-isd/verbs/"

PHRASES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        LAUNCHED.id: Phrase("を", "起動しました"),
        INITIALIZED.id: Phrase("を", "始めました"),
        PROGRESSED.id: Phrase("を", "進めました"),
        EXPERIENCED.id: Phrase("を", "体験しました"),
        ANSWERED.id: Phrase("に", "答えました"),
        RESPONDED.id: Phrase("に", "考えを答えました"),
        PASSED.id: Phrase("に", "合格しました"),
        FAILED.id: Phrase("で", "合格に届きませんでした"),
        COMPLETED.id: Phrase("を", "終えました"),
        TERMINATED.id: Phrase("を", "閉じました"),
        ABANDONED.id: Phrase("を", "途中で離れました"),
        WAIVED.id: Phrase("を", "免除されました"),
        SATISFIED.id: Phrase("の", "修了の条件を満たしました"),
        VOIDED.id: Phrase("を", "取り消しました"),
        f"{_ADL}attempted": Phrase("に", "取り組みました"),
        f"{_ADL}attended": Phrase("に", "参加しました"),
        f"{_ADL}asked": Phrase("について", "質問しました"),
        f"{_ADL}commented": Phrase("に", "意見を書きました"),
        f"{_ADL}created": Phrase("を", "作りました"),
        f"{_ADL}exited": Phrase("を", "出ました"),
        f"{_ADL}imported": Phrase("を", "取りこみました"),
        f"{_ADL}interacted": Phrase("を", "操作しました"),
        f"{_ADL}logged-in": Phrase("に", "入りました"),
        f"{_ADL}logged-out": Phrase("を", "出ました"),
        f"{_ADL}mastered": Phrase("を", "身につけました"),
        f"{_ADL}preferred": Phrase("を", "選びました"),
        f"{_ADL}registered": Phrase("に", "申しこみました"),
        f"{_ADL}responded": Phrase("に", "応じました"),
        f"{_ADL}resumed": Phrase("を", "再開しました"),
        f"{_ADL}scored": Phrase("で", "得点しました"),
        f"{_ADL}shared": Phrase("を", "共有しました"),
        f"{_ADL}suspended": Phrase("を", "中断しました"),
        f"{_STREAMS}consume": Phrase("を", "見ました"),
        f"{_STREAMS}create": Phrase("を", "作りました"),
        f"{_STREAMS}join": Phrase("に", "加わりました"),
        f"{_STREAMS}complete": Phrase("を", "終えました"),
        f"{_STREAMS}play": Phrase("を", "再生しました"),
        f"{_STREAMS}share": Phrase("を", "共有しました"),
        f"{_STREAMS}start": Phrase("を", "始めました"),
        f"{_STREAMS}submit": Phrase("を", "提出しました"),
        f"{_STREAMS}watch": Phrase("を", "見ました"),
        f"{_VIDEO}paused": Phrase("を", "一時停止しました"),
        f"{_VIDEO}played": Phrase("を", "再生しました"),
        f"{_VIDEO}seeked": Phrase("を", "早送りや巻き戻しで動かしました"),
        f"{_DOD}planned": Phrase("を", "予定しました"),
        "http://id.tincanapi.com/verb/viewed": Phrase("を", "見ました"),
        "http://id.tincanapi.com/verb/downloaded": Phrase("を", "手もとに保存しました"),
        "https://w3id.org/xapi/acrossx/verbs/read": Phrase("を", "読みました"),
        "http://id.tincanapi.com/verb/planned-learning": Phrase("を", "学ぶ予定にしました"),
    }
)
"""Verbs that have a sentence of their own; every other is quoted by its own word."""


def verb_word(iri: str, display: Any = None) -> str:  # noqa: ANN401  JSON, as it was stored
    """Return a verb's word for lists: ours, else its own (Japanese, English), else its IRI's end.

    Args:
        iri: The verb's id.
        display: The language map it came with, if any.
    """
    phrase = PHRASES.get(iri)
    return phrase.past if phrase else in_japanese(display) or tail(iri)


def verb_phrase(iri: str) -> Phrase | None:
    """Return how a verb is said of something in Japanese; None for one without words here."""
    return PHRASES.get(iri)


def in_japanese(found: Any) -> str:  # noqa: ANN401  JSON, as it was stored
    """Return a language map's Japanese text, else its English one, else any; empty for none."""
    if not isinstance(found, dict):
        return ""
    texts = {key.lower(): clean(text) for key, text in found.items() if clean(text)}
    for language in ("ja", "en"):
        for key, text in texts.items():
            if key == language or key.startswith(f"{language}-"):
                return text
    return next(iter(texts.values()), "")


def clean(text: object) -> str:
    """Return text on one line, without characters that turn or hide what follows."""
    kept = (it if it.isprintable() else " " if it.isspace() else "" for it in str(text))
    return " ".join("".join(kept).split())


def short(text: str) -> str:
    """Cut a long name."""
    return text if len(text) <= LONGEST_WORD else text[: LONGEST_WORD - 1] + "…"


def tail(iri: str) -> str:
    """Return the last part of an IRI that says something: ``watched`` of ``…/verbs/watched``."""
    parts = iri.replace("#", "/").replace(":", "/").replace("?", "/").split("/")
    words = [word for part in parts if (word := clean(unquote(part)))]
    return words[-1] if words else clean(iri)
