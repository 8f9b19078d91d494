"""The analysis in a process of its own: started when first asked, ended with the block.

Run as ``python -m app.furigana.engine``; a line of JSON goes in, a line comes back.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from app.furigana.errors import AnalyzerGone
from app.furigana.port import Analyzed, Doubtful, Hint, Limits, Words
from app.furigana.versions import engine_version
from app.i18n.notation import Segments, from_json, to_json

ROOT: Final = Path(__file__).resolve().parents[2]
BATCH: Final = 500
"""Texts a request holds: what waits in the pipes stays small."""


class AnalyzerProcess:
    """An ``Analyzer`` that keeps the tokenizer out of this process; for a ``with`` block."""

    def __init__(self) -> None:
        """Start nothing yet: a course that is published already needs no reading."""
        self._process: subprocess.Popen[str] | None = None
        self._last_words = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed in __exit__

    def __enter__(self) -> Self:
        """Return the analyzer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, if one was started."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
        self._last_words.close()

    @property
    def version(self) -> str:
        """Name what reads; known without starting it."""
        return engine_version()

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        """Give every text its readings and phrases, see ``Analyzer.read``.

        Raises:
            AnalyzerGone: The process could not be started, or ended.
        """
        asked = [to_json(text) for text in texts]
        found: list[Analyzed] = []
        for first in range(0, len(asked), BATCH):
            part = asked[first : first + BATCH]
            found += map(_analyzed, self._ask({"read": part, "words": dict(words)}))
        return found

    def hints(self, texts: Sequence[str], limits: Limits) -> list[tuple[Hint, ...]]:
        """Look for what makes texts hard to read, see ``Analyzer.hints``.

        Raises:
            AnalyzerGone: The process could not be started, or ended.
        """
        asked = {name: getattr(limits, name) for name in Limits.__dataclass_fields__}
        found: list[tuple[Hint, ...]] = []
        for first in range(0, len(texts), BATCH):
            part = list(texts[first : first + BATCH])
            answers = self._ask({"hints": part, "limits": asked})
            found += (tuple(Hint(*hint) for hint in hints) for hints in answers)
        return found

    def _ask(self, question: dict[str, Any]) -> list[Any]:
        process = self._process or self._start()
        try:
            print(json.dumps(question), file=process.stdin, flush=True)
        except BrokenPipeError as error:
            raise AnalyzerGone(str(error)) from error
        answer = self._line(process)
        if isinstance(answer, dict):
            raise AnalyzerGone(str(answer.get("error")))
        return list(answer)

    def _start(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.furigana.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._last_words,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            text=True,
            encoding="utf-8",
        )
        self._line(self._process)  # it greets with its version once the dictionary is loaded
        return self._process

    def _line(self, process: "subprocess.Popen[str]") -> Any:  # noqa: ANN401  JSON
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            code = process.wait()
            self._last_words.seek(0)
            told = self._last_words.read().strip().rsplit("\n", 1)[-1]
            raise AnalyzerGone(told or f"it ended with {code}")
        return json.loads(line)


def _analyzed(answer: Any) -> Analyzed:  # noqa: ANN401  JSON
    segments, doubts = answer
    return Analyzed(
        from_json(segments),
        tuple(Doubtful(start, word, kana, tuple(others)) for start, word, kana, others in doubts),
    )
