"""The JSON-LD processor of PyLD, without two things that it would do again for every document.

Almost all of the time of an expansion goes into working out contexts: which term means what below
a subject of this type. For credentials that is the same each time, because their contexts are
pinned; so what was worked out is kept. And PyLD expands once more what is expanded already.

Everything else is PyLD's own; a test holds the results against those of the plain one.
"""

from typing import Any

from pyld import jsonld

Json = dict[str, Any]
Local = Json | list[Any] | str
"""A context as a document or a term brings it: itself, its address, or several."""

MOST_KEPT = 500
"""Our own documents make about thirty; beyond this, all is forgotten and worked out anew."""

REPEATABLE = frozenset({"propagate", "override_protected"})

_worked_out: dict[tuple[object, ...], tuple[Json, Local, Json]] = {}
"""(Which context, by which, how) → both, which keeps their identity, and what comes of it."""


class Processor(jsonld.JsonLdProcessor):
    """Expands documents whose contexts are addresses; for one document or many."""

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


def _name(context: Local) -> object | None:
    """Tell contexts apart: addresses by their text, a term's own context by its identity.

    A term's own stands in a pinned context, whose parts live as long as the process.
    """
    if isinstance(context, list):
        return tuple(context) if all(isinstance(one, str) for one in context) else None
    return context if isinstance(context, str) else id(context)
