"""What is pasted or sent, of whatever kind → Markdown. A process of its own; see ``process``.

Run as ``python -m app.authoring.pasting.reading NAME``: the bytes go in, a line of JSON comes out.
"""

import json
import re
import resource
import sys
from collections import Counter
from typing import Any, Final

from markdown_it import MarkdownIt
from markupsafe import escape

from app.authoring.pasting.html import read_html
from app.authoring.pasting.limits import MEMORY, SECONDS
from app.authoring.pasting.shapes import LeftOut, PastingFault, Unpasted
from app.authoring.pasting.word import html_of_word
from app.authoring.pasting.worksheets import parted, with_questions
from app.authoring.pasting.writing import written
from app.catalog.aside import set_aside
from app.catalog.content import MARK_CLOSE, MARK_OPEN

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_HELD: Final = re.compile(f"{MARK_OPEN}([0-9]+){MARK_CLOSE}")
_WORD: Final = re.compile(r"\{([^|]*)\|(.*)\}|｜(.*)《(.*)》")
_FRONT: Final = re.compile(r"\A(\+\+\+|---)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_CHARSET: Final = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SNIFFED: Final = 4096


def read(name: str, data: bytes) -> dict[str, Any]:
    """Read a file, or what a clipboard held.

    Args:
        name: The file's name; its ending says what it is, and Markdown is what has none.
        data: The bytes.

    Returns:
        What ``process.read_pasted`` makes its answer of.
    """
    try:
        found = read_html(_html_of(name.rpartition(".")[2].lower(), data))
    except Unpasted as error:
        return {"fault": error.fault.value, "length": error.length}
    except MemoryError:
        return {"fault": PastingFault.TOO_MUCH.value}
    blocks, unread = with_questions(found.blocks)
    markdown, more = written(blocks)
    left_out = found.left_out + more + Counter({LeftOut.QUESTION: len(unread)})
    named = [*found.named, *((LeftOut.QUESTION, text) for text in unread)]
    return {
        "markdown": markdown,
        "left_out": {what.value: count for what, count in left_out.items() if count},
        "named": [[what.value, text] for what, text in named],
    }


def _html_of(kind: str, data: bytes) -> str:
    if kind == "docx":
        return html_of_word(data)
    text = decoded(data)
    return text if kind in {"html", "htm"} else html_of_markdown(text)


def decoded(data: bytes) -> str:
    """Return the text of a file; Word and the editors of Windows write it in many ways."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data[:_SNIFFED])
    tried = ["utf-8", *([said.group(1).decode()] if said else []), "cp932"]
    for encoding in tried:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def html_of_markdown(text: str) -> str:
    """Return Markdown as HTML, its readings as ruby; front matter is no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    aside = set_aside(parted(_FRONT.sub("", text)))
    return _HELD.sub(lambda m: _ruby(aside.written[int(m.group(1))]), _MARKDOWN.render(aside.text))


def _ruby(notation: str) -> str:
    match = _WORD.fullmatch(notation)
    word, kana = [one for one in match.groups() if one is not None] if match else (notation, "")
    return f"<ruby>{escape(word)}<rt>{escape(kana)}</rt></ruby>"


def main() -> None:
    """Read what comes in, with no more time and memory than it may have."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(read(sys.argv[-1], sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
