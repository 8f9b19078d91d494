"""Puts the parts together: a text as its author wrote it → its readings, phrases and doubts."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice, pairwise, takewhile
from typing import Final

from app.furigana.engine import phrases, plainness
from app.furigana.engine.alignment import Alignment, one_word
from app.furigana.engine.dictionary import WordList
from app.furigana.engine.homographs import Homographs
from app.furigana.engine.numbers import Numbers
from app.furigana.engine.readings import Reading, ranked
from app.furigana.engine.tokens import Token, Tokenizer
from app.furigana.port import Analyzed, Doubtful, Hint, Limits, Words
from app.furigana.versions import engine_version
from app.i18n.grades import KANJI
from app.i18n.notation import Segment, Segments, plain, words_of

_ALL_KANJI = re.compile(f"[{KANJI}]+")
_SIGNS: Final = ("補助記号", "空白", "記号")
"""Parts of speech whose "reading" only names them."""


class Engine:
    """An ``Analyzer`` in this process; made once, for it holds the tokenizer."""

    def __init__(self) -> None:
        """Load tokenizer and rules (0.3 s)."""
        self._tokenizer = Tokenizer()
        self._alignment = Alignment(self._tokenizer.readings_of)
        self._numbers = Numbers()
        self._homographs = Homographs()

    @property
    def version(self) -> str:
        """Name what reads."""
        return engine_version()

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        """Give every text its readings and phrases, see ``Analyzer.read``."""
        listed = WordList(words)
        return [self._read(text, listed) for text in texts]

    def hints(self, texts: Sequence[str], limits: Limits) -> list[tuple[Hint, ...]]:
        """Look for what makes texts hard to read, see ``Analyzer.hints``."""
        return [plainness.hints(self._tokenizer.tokens(text), limits) for text in texts]

    def _read(self, written: Segments, listed: WordList) -> Analyzed:
        text = plain(written)
        tokens = self._tokenizer.tokens(text)
        known = ranked(
            _authors(written),
            listed.find(text, tokens),
            (*self._homographs.find(text, tokens), *self._numbers.find(text, tokens)),
        )
        segments = _in_phrases(self._segments(text, tokens, known), phrases.starts(tokens))
        return Analyzed(_joined(segments), tuple(self._doubts(text, tokens, known)))

    def _segments(
        self, text: str, tokens: Sequence[Token], known: Sequence[Reading]
    ) -> Iterator[Segment]:
        """Lay what is known over the text; the tokenizer fills what is left."""
        at = 0
        for reading in known:
            yield from self._between(text, tokens, at, reading.start)
            yield from reading.segments or self._read_so(text, reading)
            at = reading.end
        yield from self._between(text, tokens, at, len(text))

    def _read_so(self, text: str, reading: Reading) -> Segments:
        surface = text[reading.start : reading.end]
        return (
            self._alignment.spread(surface, reading.kana)
            if reading.kana
            else (Segment(surface, ""),)
        )

    def _between(
        self, text: str, tokens: Sequence[Token], start: int, end: int
    ) -> Iterator[Segment]:
        """Read a stretch as the tokenizer does; the parts of a long word are one word."""
        if start == end:
            return
        first = bisect_right(tokens, start, key=lambda token: token.end)
        inside = takewhile(lambda token: token.start < end, islice(tokens, first, None))
        for _, parts in groupby(inside, key=lambda token: token.word):
            yield from one_word(
                (segment.surface, segment.kana)
                for token in parts
                for segment in self._token(text, token, start, end)
            )

    def _token(self, text: str, token: Token, start: int, end: int) -> Iterable[Segment]:
        segments = self._alignment.spread(token.surface, _kana(token))
        if start <= token.start and token.end <= end:
            return segments
        start, end = max(start, token.start), min(end, token.end)
        cut = tuple(_cut(segments, start - token.start, end - token.start))
        if plain(cut) == text[start:end]:
            return cut
        rest = self._tokenizer.tokens(text[start:end])  # what is left of a word is read alone
        return chain.from_iterable(self._alignment.spread(t.surface, _kana(t)) for t in rest)

    def _doubts(
        self, text: str, tokens: Iterable[Token], known: Sequence[Reading]
    ) -> list[Doubtful]:
        """Tell what to confirm: words of several readings, unknown words, and names."""
        decided = set(chain.from_iterable(range(r.start, r.end) for r in known))
        doubts = [
            Doubtful(r.start, text[r.start : r.end], r.kana.replace("|", ""), r.others)
            for r in known
            if not r.sure
        ]
        for token in tokens:
            if _ALL_KANJI.fullmatch(token.surface) and token.start not in decided:
                others = self._tokenizer.other_readings(token) if _is_word(token) else ()
                if others or not token.known or _is_name(token):
                    doubts.append(Doubtful(token.start, token.surface, _kana(token), others))
        return sorted(doubts)


def _kana(token: Token) -> str:
    return "" if token.pos[0] in _SIGNS else token.reading


def _authors(written: Segments) -> Iterator[Reading]:
    """Find the words to which the author gave a reading, or none on purpose."""
    at = 0
    for word in words_of(written):
        end = at + len(plain(word))
        if any(segment.kana is not None for segment in word):
            yield Reading(at, end, "", segments=tuple(word))
        at = end


def _cut(segments: Segments, start: int, end: int) -> Iterator[Segment]:
    """Keep a part of a word; segments whose kana would have to be cut are left out."""
    at = 0
    for segment in segments:
        here, at = at, at + len(segment.surface)
        if segment.kana is None:
            yield Segment(segment.surface[max(0, start - here) : max(0, end - here)])
        elif start <= here and at <= end:
            yield segment


def _in_phrases(segments: Iterable[Segment], starts: Iterable[int]) -> Iterator[Segment]:
    """Mark where phrases begin: at a word, and within what is neither read nor a part of one."""
    begins, at = set(starts), 0
    for first, *rest in words_of(segments):
        end = at + len(first.surface)
        inner = [place for place in range(at + 1, end) if place in begins]
        if inner and first.kana is None and first.word_start and not rest:
            for start, stop in pairwise((at, *inner, end)):
                surface = first.surface[start - at : stop - at]
                yield Segment(surface, phrase_start=start in begins)
        else:
            yield first._replace(phrase_start=at in begins and first.word_start)
        yield from rest
        at = end + sum(len(segment.surface) for segment in rest)


def _joined(segments: Iterable[Segment]) -> Segments:
    """Join bare words; not the beginning of a word that goes on with kana (お|父|さん)."""
    out: list[Segment] = []
    for word in words_of(segments):
        first, *rest = word
        last = out[-1] if out else None
        if last and not rest and not first.phrase_start and _is_bare(last) and _is_bare(first):
            out[-1] = last._replace(surface=last.surface + first.surface)
        else:
            out.extend(word)
    return tuple(out)


def _is_bare(segment: Segment) -> bool:
    return segment.kana is None and segment.word_start


def _is_word(token: Token) -> bool:
    """Whether a second reading counts: of one kanji alone, only the rules' own words do."""
    return token.known and len(token.surface) > 1 and not _is_name(token)


def _is_name(token: Token) -> bool:
    return token.pos[1] == "固有名詞" and token.pos[2] in ("人名", "地名")
