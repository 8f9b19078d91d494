"""A download: a zip, written while it is sent, and never kept.

``index.html`` is for reading, ``data.json`` and ``statements.jsonl`` are for programs. Nothing in
the page leads out: it opens anywhere, without a network. What goes in is for ``contents`` to say.
"""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from markupsafe import Markup, escape

from app.clock import JST, day_of
from app.lrs import queries as lrs
from app.privacy.contents import Contents
from app.privacy.queries.held import Held, Row, plain
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.xapi.instants import read_timestamp

FORMAT = "terakoya-my-data/1"

_STYLE = """
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.8 sans-serif; }
h1, h2 { line-height: 1.4; } h2 { margin-top: 2.5rem; border-bottom: 2px solid #2f5d8a; }
table { border-collapse: collapse; width: 100%; } th { background: #eef3f8; }
th, td { padding: .4rem .6rem; border: 1px solid #c7d0d9; text-align: start; }
th, td { vertical-align: top; overflow-wrap: anywhere; } .soft { color: #52606d; }
"""


class _Pipe(io.RawIOBase):
    """Where the zip is written to: what came since the last look is taken away."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401  any buffer, as RawIOBase
        self._chunks.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        found = b"".join(self._chunks)
        self._chunks.clear()
        return found


def pieces(contents: Contents) -> Iterator[bytes]:
    """Yield a zip of contents, piece by piece."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, chunks in _files(contents):
            entry = zipfile.ZipInfo(name, _clock(contents.whose.made_at))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(entry, "w") as file:
                for chunk in chunks:
                    file.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


def _files(contents: Contents) -> Iterator[tuple[str, Iterator[bytes]]]:
    yield "index.html", _page(contents)
    yield "data.json", iter([_data(contents)])
    if contents.documents is not None:
        yield "documents.json", iter([_json(contents.documents)])
    yield "statements.jsonl", _lines(contents)


def _clock(at: datetime) -> tuple[int, int, int, int, int, int]:
    local = at.astimezone(JST)
    return (local.year, local.month, local.day, local.hour, local.minute, local.second)


def _lines(contents: Contents) -> Iterator[bytes]:
    for page in contents.statements():
        yield b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in page)


def _data(contents: Contents) -> bytes:
    document = {
        "format": FORMAT,
        "made_at": contents.whose.made_at,
        "city": contents.whose.city,
        "person": contents.person,
        "held": [
            {
                "table": one.holding.table,
                "by": one.holding.column,
                "title": _told(one.holding.title),
                "rows": one.rows,
            }
            for one in contents.found
        ],
        "left_out": [
            {"table": one.table, "by": one.column, "why": one.why}
            for one in contents.left_out
            if one.column
        ],
    }
    return _json(document)


def _told(words: Lazy | None) -> str:
    return "" if words is None else words.now()


def _json(document: object) -> bytes:
    return orjson.dumps(document, default=_written, option=orjson.OPT_INDENT_2)


def _written(value: object) -> str:
    """Write what JSON has no form for: bytes as Latin-1, which gives back each byte."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


# --- the page -----------------------------------------------------------------------------------


def _page(contents: Contents) -> Iterator[bytes]:
    title = _("%(name)sさんの記録", name=contents.whose.name)
    yield _bytes(
        Markup(
            "<!doctype html><html lang=ja><meta charset=utf-8>"
            '<meta name=viewport content="width=device-width"><title>{}</title><style>{}</style>'
            "<h1>{}</h1>"
        ).format(
            title,
            Markup(_STYLE),  # noqa: S704  our own constant
            title,
        )
    )
    for words in contents.told:
        yield _bytes(Markup("<p>{}</p>").format(words))
    for one in contents.found:
        yield _bytes(_section(one, contents.names))
    yield _bytes(Markup("<h2>{}</h2><ol>").format(_("学びの記録")))
    for page in contents.statements():
        yield _bytes(Markup("").join(_sentence(one) for one in page))
    yield _bytes(Markup("</ol><h2>{}</h2><ul>").format(_("ここにないもの")))
    for left in contents.left_out:
        line = Markup("<li>{} <span class=soft>{}</span>")
        yield _bytes(line.format(left.why, left.place))
    yield b"</ul></html>"


def _section(one: Held, names: Mapping[uuid.UUID, str]) -> Markup:
    head = Markup("<h2>{}</h2>").format(_told(one.holding.title))
    if not one.rows:
        return head + Markup("<p class=soft>{}</p>").format(_("ありません。"))
    columns = one.holding.shown
    heads = [Markup("<th scope=col>{}").format(word.now()) for word in columns.values()]
    rows = Markup("").join(_line(row, list(columns), names) for row in one.rows)
    return head + Markup("<table><tr>{}{}</table>").format(Markup("").join(heads), rows)


def _line(row: Row, columns: Sequence[str], names: Mapping[uuid.UUID, str]) -> Markup:
    cells = (
        names.get(row[name], "") or plain(row[name])
        if isinstance(row[name], uuid.UUID)
        else plain(row[name])
        for name in columns
    )
    return Markup("<tr>") + Markup("").join(Markup("<td>{}").format(cell) for cell in cells)


def _sentence(statement: Mapping[str, Any]) -> Markup:
    verb = statement["verb"]
    told = lrs.verb_word(verb["id"], verb.get("display"))
    what = lrs.activity_title(statement["object"]) if "id" in statement["object"] else ""
    answer = statement.get("result", {}).get("response", "")
    return Markup("<li>{} {}{} <span class=soft>{}</span>").format(
        _day(statement["timestamp"]),
        f"「{what}」" if what else "",
        told,
        answer,
    )


def _day(timestamp: str) -> str:
    """Return the day, in Japan, of a statement; a guardian's have nothing but the day."""
    if len(timestamp) == len("2026-11-30"):
        return timestamp
    return day_of(read_timestamp(timestamp)).isoformat()


def _bytes(text: Markup) -> bytes:
    return str(escape(text)).encode()
