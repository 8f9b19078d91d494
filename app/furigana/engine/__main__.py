"""The program: a question a line on standard input, its answer a line on standard output.

    → {"version": "sudachipy 0.7.0, …"}                       once, when the dictionary is loaded
    ← {"read": [segments, …], "words": {"漢字": "かん|じ"}}    → [[segments, doubts], …]
    ← {"hints": [text, …], "limits": {"sentence": 50, …}}     → [[[start, kind, found], …], …]

Segments as ``app.i18n.notation.to_json`` writes them; a doubt is [start, surface, kana, others].
What cannot be answered is ``{"error": …}``; the end of the input ends the program. Lines are
ASCII, so that half a character (a lone surrogate) stays what it was.
"""

import json
import sys
from typing import Any

from app.furigana.engine.analyzer import Engine
from app.furigana.port import Limits
from app.i18n.notation import from_json, to_json


def main() -> None:
    """Answer until the input ends."""
    engine = Engine()
    _say({"version": engine.version})
    for line in sys.stdin:
        try:
            _say(_answer(engine, json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            _say({"error": f"{type(error).__name__}: {error}"})


def _answer(engine: Engine, asked: dict[str, Any]) -> list[Any]:
    if "read" in asked:
        texts = [from_json(text) for text in asked["read"]]
        return [[to_json(a.segments), a.doubts] for a in engine.read(texts, asked["words"])]
    return engine.hints(asked["hints"], Limits(**asked["limits"]))


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)  # noqa: T201  the protocol


if __name__ == "__main__":
    main()
