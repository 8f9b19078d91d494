"""The JSON-LD processor of PyLD, without what it would do again for every document.

Almost all of the time of an expansion goes into working out contexts: which term means what below
a subject of this type. For credentials that is the same each time, because their contexts are
pinned; so what was worked out is kept. What thousands of credentials have in common (the
achievement, its evidence, the issuer) is expanded once. And PyLD expands once more what is
expanded already, and copies every blank node as often as it stands in a quad.

Everything else is PyLD's own; a test holds the results against those of the plain one.
"""

import marshal
from typing import Any

import orjson
from pyld import canon, jsonld

Json = dict[str, Any]
Local = Json | list[Any] | str
"""A context as a document or a term brings it: itself, its address, or several."""

MOST_KEPT = 500
"""Our own documents make about thirty; beyond this, all is forgotten and worked out anew."""

MOST_SPELLED = 20_000
"""Bytes of one thing that is kept; ours have three thousand."""

REPEATABLE = frozenset({"propagate", "override_protected"})

_worked_out: dict[tuple[object, ...], tuple[Json, Local, Json]] = {}
"""(Which context, by which, how) → both, which keeps their identity, and what comes of it."""


SHARED = frozenset({"achievement", "evidence", "issuer"})
"""Members that are the same, word for word, in all credentials of a batch."""

Place = tuple[Json, bool, bool, Json | None]
"""By which context a thing is expanded, whether inside a list, an index, and a type's context."""

_expanded: dict[tuple[object, ...], tuple[Place, bytes]] = {}
"""(Where, what, as text) → where, which keeps its identity, and what comes of it."""


class Processor(jsonld.JsonLdProcessor):
    """Expands documents whose contexts are addresses; for one document or many.

    ``dropped`` are the members that no context defines.
    """

    def __init__(self) -> None:
        """Drop nothing yet."""
        self.dropped: list[str] = []
        super().__init__(lambda term: self.dropped.append(str(term)))

    def _expand(  # noqa: PLR0917  as PyLD calls it
        self,
        active_ctx: Json,
        active_property: str | None,
        element: Any,  # noqa: ANN401  JSON
        options: Json,
        inside_list: bool = False,  # noqa: FBT001, FBT002
        inside_index: bool = False,  # noqa: FBT001, FBT002
        type_scoped_ctx: Json | None = None,
    ) -> Any:  # noqa: ANN401  expanded JSON-LD
        place = (active_ctx, inside_list, inside_index, type_scoped_ctx)
        spelled = _spelled(element) if active_property in SHARED else None
        if spelled is None:
            return super()._expand(active_ctx, active_property, element, options, *place[1:])
        key = (
            *(id(active_ctx), inside_list, inside_index, id(type_scoped_ctx)),
            *(active_property, options.get("base"), spelled),
        )
        kept = _expanded.get(key)
        if kept is None:
            before = len(self.dropped)
            found = super()._expand(active_ctx, active_property, element, options, *place[1:])
            if len(self.dropped) > before:
                return found
            if len(_expanded) >= MOST_KEPT:
                _expanded.clear()
            kept = _expanded[key] = (place, marshal.dumps(found))
        return marshal.loads(kept[1])  # noqa: S302  our own, of this process: a copy for each

    def _process_context(
        self, active_ctx: Json, local_ctx: Local, options: Json, *args: object, **how: object
    ) -> Json:
        name = _name(local_ctx)
        if args or name is None or not set(how) <= REPEATABLE:
            found: Json = super()._process_context(active_ctx, local_ctx, options, *args, **how)
            return found
        key = (id(active_ctx), name, options.get("base"), *sorted(how.items()))
        kept = _worked_out.get(key)
        if kept is None:
            found = super()._process_context(active_ctx, local_ctx, options, **how)
            if len(_worked_out) >= MOST_KEPT:
                _worked_out.clear()
            kept = _worked_out[key] = (active_ctx, local_ctx, found)
        return kept[2]


class Expanded(jsonld.JsonLdProcessor):
    """Takes expanded JSON-LD as it is."""

    def expand(self, input_: Any, options: object) -> Any:  # noqa: ANN401, ARG002  expanded JSON-LD
        """Return what is expanded already."""
        return input_


class Canonicalizer(canon.URDNA2015):
    """The algorithm of PyLD; a blank node is not copied to be called another name."""

    def modify_first_degree_component(self, id_: str, component: Json, _key: str) -> Json:
        """Return the component as it stands in the hash of the node ``id_``."""
        if component["type"] != "blank node":
            return component
        return _ITSELF if component["value"] == id_ else _ANOTHER


_ITSELF, _ANOTHER = ({"type": "blank node", "value": name} for name in ("_:a", "_:z"))


def _spelled(element: object) -> bytes | None:
    """Return the text of an object by which it is known again; None for what is not kept."""
    if not isinstance(element, dict):
        return None
    try:
        spelled = orjson.dumps(element)
    except TypeError:  # a number beyond 64 bits
        return None
    return None if len(spelled) > MOST_SPELLED else spelled


def _name(context: Local) -> object | None:
    """Tell contexts apart: addresses by their text, a term's own context by its identity.

    A term's own stands in a pinned context, whose parts live as long as the process.
    """
    if isinstance(context, list):
        return tuple(context) if all(isinstance(one, str) for one in context) else None
    return context if isinstance(context, str) else id(context)
