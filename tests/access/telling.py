"""What an answer tells: who is named in it, and whether a denial says that something is there."""

import re
from collections.abc import Set

from tests.access.asking import Question, ids_of
from tests.access.city import City
from tests.access.table import Cell, Table
from tests.access.walk import Answer


class Words:
    """What tells a reader of people who, the table says, may not be named to them."""

    def __init__(self, city: City, table: Table, reader: str) -> None:
        """Take whom the table lets be named to ``reader``, and on which page besides."""
        near = {row for row, cells in table.named.items() if cells[reader] is Cell.OPENS}
        self._whose = {w: who for w, who in city.traces.items() if who not in near | {reader}}
        longest_first = sorted(map(re.escape, self._whose), key=len, reverse=True)
        self._any = re.compile("|".join(longest_first) or "(?!)")
        self._besides = {
            (one.path, who) for one in table.besides for who in one.people if reader in one.readers
        }

    def beyond(self, path: str, said: Set[str], answer: Answer) -> list[str]:
        """Return who is named in an answer without leave, by their row and the word.

        Args:
            path: Of the address, as the table has it.
            said: The words of the question, which an answer may repeat.
            answer: What came back.
        """
        words = set(self._any.findall(answer.body)) | set(self._any.findall(answer.to))
        named = ((self._whose[word], word) for word in words - said)
        return sorted(f"{who} ({w})" for who, w in named if not self._is_besides(path, who))

    def _is_besides(self, path: str, who: str) -> bool:
        """Whether a line ``besides`` lets somebody be named there, or on all below (``/a*``)."""
        return any(
            who == one and (path == at or (at.endswith("*") and path.startswith(at[:-1])))
            for at, one in self._besides
        )


ONCE = re.compile(r"nonce-[^']+|terakoya=[^;]*")
OF_THE_ANSWER = frozenset({"Location", "Content-Length"})


def bare(asked: Question, answer: Answer) -> dict[str, str]:
    """Return all that an answer tells, without what the question itself said.

    Two answers that are the same here cannot be told apart by who asked.
    """
    own = {asked.values[name] for name in ids_of(asked.entry)}
    said = re.compile("|".join(sorted(map(re.escape, own), key=len, reverse=True)))
    headers = {
        name: ONCE.sub("", value)
        for name, value in answer.headers.items()
        if name not in OF_THE_ANSWER
    }
    told = {
        "": str(answer.status),
        "to": said.sub("", answer.to),
        "body": said.sub("", answer.body),
    }
    return {**told, **headers}


def difference(one: dict[str, str], other: dict[str, str]) -> str:
    """Return in words how two answers differ; empty where they do not."""
    return ", ".join(
        f"{name} {one.get(name)!r} / {other.get(name)!r}"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    )
