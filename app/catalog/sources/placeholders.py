"""What a template leaves for the author to write: ``［書く：どんな場面か］``, told as a fault."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.catalog.sources.faults import Fault

PLACEHOLDER: Final = re.compile(r"［書く：([^［］\n]*)］")
_TEXT: Final = (".md", ".toml")


def unwritten(files: Iterable[tuple[str, bytes]]) -> Iterator[Fault]:
    """Find every place that is still to be written.

    Args:
        files: (path, bytes) of a course folder; what is no text holds none.
    """
    for path, data in files:
        if not path.endswith(_TEXT):
            continue
        for number, line in enumerate(data.decode(errors="replace").split("\n"), start=1):
            for what in PLACEHOLDER.findall(line):
                mend = "［ ］とその中を消して、あなたの文を書きます。"
                yield Fault(path, number, f"まだ書いていません（{what}）", mend)
