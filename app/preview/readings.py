"""Readings for previews: from what is kept, or from the analysis while it is awake."""

from threading import Lock, Timer
from typing import TYPE_CHECKING, Final

from app.catalog.kept import Kept
from app.catalog.service import label_of
from app.furigana.errors import AnalyzerGone
from app.furigana.port import Analyzed
from app.furigana.process import AnalyzerProcess
from app.furigana.versions import engine_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.furigana.port import Hint, Limits, Words
    from app.i18n.notation import Segments

REST_AFTER_SECONDS: Final = 120
"""Nobody has looked for so long: the process and its dictionary go."""


class Standby:
    """The analysis, started when asked and ended when it has rested; one a process."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = Lock()
        self._analyzer: AnalyzerProcess | None = None
        self._end: Timer | None = None

    @property
    def is_awake(self) -> bool:
        """Whether an answer takes milliseconds, and not the half second of a start."""
        return self._analyzer is not None

    def read(self, texts: "Sequence[Segments]", words: "Words") -> list[Analyzed]:
        """Give texts their readings, see ``Analyzer.read``.

        Raises:
            AnalyzerGone: The process could not be started, or ended.
        """
        with self._lock:
            self._analyzer = self._analyzer or AnalyzerProcess()
            try:
                found = self._analyzer.read(texts, words)
            except AnalyzerGone:
                self._close()
                raise
            self._rest_later()
            return found

    def rest(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._close()

    def _rest_later(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = Timer(REST_AFTER_SECONDS, self.rest)
        self._end.daemon = True
        self._end.start()

    def _close(self) -> None:
        if self._end is not None:
            self._end.cancel()
        if self._analyzer is not None:
            self._analyzer.__exit__(None, None, None)
        self._analyzer = self._end = None


STANDBY: Final = Standby()

_KNOWN: "Final[Kept[tuple[str, Segments], Analyzed]]" = Kept(4000)


def forget() -> None:
    """Let go of everything kept; for benchmarks and tests of a cold start."""
    _KNOWN.clear()


class PreviewReadings:
    """An ``Analyzer`` that never keeps a page waiting, unless it is told to.

    Attributes:
        is_complete: Whether every text so far has its readings.
    """

    def __init__(self, words: "Words", *, waits: bool) -> None:
        """Read with these words; ``waits`` for the start of the process."""
        self._label = label_of(engine_version(), words)
        self._waits = waits or STANDBY.is_awake
        self.is_complete = True

    @property
    def version(self) -> str:
        """Name what reads."""
        return engine_version()

    def read(self, texts: "Sequence[Segments]", words: "Words") -> list[Analyzed]:
        """Give every text its readings, or leave it as it is."""
        label = f"{self._label}, {label_of('', words)}"
        found = {text: _KNOWN.find((label, text)) for text in texts}
        missing = [text for text, known in found.items() if known is None]
        if missing and self._waits:
            try:
                answers = STANDBY.read(missing, words)
            except AnalyzerGone:
                answers = []
            for text, answer in zip(missing, answers, strict=False):
                found[text] = _KNOWN.keep((label, text), answer)
        self.is_complete = self.is_complete and all(found.values())
        return [found[text] or Analyzed(text) for text in texts]

    def hints(self, texts: "Sequence[str]", limits: "Limits") -> "list[tuple[Hint, ...]]":  # noqa: ARG002  as Analyzer
        """Find nothing: a preview shows, and does not judge."""
        return [() for _ in texts]
