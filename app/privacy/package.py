"""A person's download: a zip, written while it is sent, and never kept.

``index.html`` is for reading, ``data.json`` and ``statements.jsonl`` are for programs. Nothing in
the page leads out: it opens anywhere, without a network.
"""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from markupsafe import Markup, escape

from app.clock import JST, day_of
from app.lrs import queries as lrs
from app.privacy.holdings import APART, HOLDINGS
from app.privacy.queries.held import Held, Row, held, names_of, plain
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.xapi.instants import read_timestamp
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AT_ONCE = 500
FORMAT = "terakoya-my-data/1"

_STYLE = """
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.8 sans-serif; }
h1, h2 { line-height: 1.4; } h2 { margin-top: 2.5rem; border-bottom: 2px solid #2f5d8a; }
table { border-collapse: collapse; width: 100%; } th { background: #eef3f8; }
th, td { padding: .4rem .6rem; border: 1px solid #c7d0d9; text-align: start; }
th, td { vertical-align: top; overflow-wrap: anywhere; } .soft { color: #52606d; }
"""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose download it is, and what it needs to know of the site.

    Of several accounts that were merged, the one that stays comes first.
    """

    account_ids: Sequence[uuid.UUID]
    name: str
    actors: Sequence[Agent]
    city: str
    made_at: datetime


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


def pieces(session: "Session", whose: Whose) -> Iterator[bytes]:
    """Yield a person's zip, piece by piece."""
    pipe = _Pipe()
    found = list(held(session, whose.account_ids))
    files = {
        "index.html": _page(session, whose, found),
        "data.json": iter([_data(whose, found)]),
        "documents.json": iter([_json(lrs.documents_of(session, *whose.actors))]),
        "statements.jsonl": _lines(session, whose),
    }
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, chunks in files.items():
            entry = zipfile.ZipInfo(name, _clock(whose.made_at))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(entry, "w") as file:
                for chunk in chunks:
                    file.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


def _clock(at: datetime) -> tuple[int, int, int, int, int, int]:
    local = at.astimezone(JST)
    return (local.year, local.month, local.day, local.hour, local.minute, local.second)


def _statements(session: "Session", whose: Whose) -> Iterator[Sequence[Mapping[str, Any]]]:
    before: int | None = None
    while True:
        page = lrs.statements_about(session, *whose.actors, before_seq=before, limit=AT_ONCE)
        yield [lrs.without_right_answer(row.statement) for row in page.rows]
        before = page.before_seq
        if before is None:
            return


def _lines(session: "Session", whose: Whose) -> Iterator[bytes]:
    for page in _statements(session, whose):
        yield b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in page)


def _data(whose: Whose, found: Sequence[Held]) -> bytes:
    document = {
        "format": FORMAT,
        "made_at": whose.made_at,
        "city": whose.city,
        "person": {
            "id": whose.account_ids[0],
            "name": whose.name,
            "actor": whose.actors[0].as_json(),
            "merged_actors": [one.as_json() for one in whose.actors[1:]],
        },
        "held": [
            {
                "table": one.holding.table,
                "by": one.holding.column,
                "title": _told(one.holding.title),
                "rows": one.rows,
            }
            for one in found
        ],
        "left_out": [
            {"table": one.table, "by": one.column, "why": _told(one.why)}
            for one in HOLDINGS
            if one.title is None
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


def _page(session: "Session", whose: Whose, found: Sequence[Held]) -> Iterator[bytes]:
    names = names_of(session, found)
    title = _("%(name)sさんの記録", name=whose.name)
    yield _bytes(
        Markup(
            "<!doctype html><html lang=ja><meta charset=utf-8>"
            '<meta name=viewport content="width=device-width"><title>{}</title><style>{}</style>'
            "<h1>{}</h1><p>{}</p><p>{}</p>"
        ).format(
            title,
            Markup(_STYLE),  # noqa: S704  our own constant
            title,
            _(
                "%(city)sの寺子屋に、%(day)sにあった、あなたの記録のすべてです。",
                city=whose.city,
                day=day_of(whose.made_at).isoformat(),
            ),
            _(
                "同じものが、プログラムで読める形で data.json と statements.jsonl に入っています。"
                "人に見せたくないことも入っています。しまう場所に気をつけてください。"
            ),
        )
    )
    for one in found:
        yield _bytes(_section(one, names))
    yield _bytes(Markup("<h2>{}</h2><ol>").format(_("学びの記録")))
    for page in _statements(session, whose):
        yield _bytes(Markup("").join(_sentence(one) for one in page))
    yield _bytes(Markup("</ol><h2>{}</h2><ul>").format(_("ここにないもの")))
    for holding in HOLDINGS:
        if holding.title is None:
            line = Markup("<li>{} <span class=soft>{}.{}</span>")
            yield _bytes(line.format(_told(holding.why), holding.table, holding.column))
    for table in ("sign_in_attempt", "outbox_event", "message"):
        yield _bytes(Markup("<li>{} <span class=soft>{}</span>").format(APART[table].now(), table))
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
        day_of(read_timestamp(statement["timestamp"])).isoformat(),
        f"「{what}」" if what else "",
        told,
        answer,
    )


def _bytes(text: Markup) -> bytes:
    return str(escape(text)).encode()
