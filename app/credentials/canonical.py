"""The canonical form of a JSON-LD document, and the refusal to sign what it would leave out.

For the worker, the CLI and the checking process only: the JSON-LD processor is heavy.

PyLD drops a member that no context defines, silently; it would look signed and not be. So every
expansion here listens for drops, and looks for types and ids that were not absolute. Its N-Quads
equal RDFC-1.0's for the texts that ``schema.faults`` lets through (control characters, which the
two spell differently, are refused there).

Source: W3C RDF Dataset Canonicalization 1.0; JSON-LD 1.1 (expansion).
"""

from typing import Any

from pyld import jsonld

from app.credentials import contexts
from app.credentials.errors import ContextMissing, UnsignedTerm
from app.credentials.processor import Canonicalizer, Expanded, Processor

Json = dict[str, Any]

RELATIVE = "https://relative.invalid/"
"""The base for anything relative; whatever ends up under it was never absolute."""


def canonical(document: Json) -> bytes:
    """Return the canonical N-Quads of ``document``.

    Raises:
        UnsignedTerm: A member, a type or an id is in no context; the error names it.
        ContextMissing: The document names a context that is not bundled.
    """
    options = {"documentLoader": contexts.load, "base": RELATIVE}
    processor = Processor()
    try:
        expanded = processor.expand(document, options)
        dropped = {*processor.dropped, *_relative(expanded)}
        if dropped:
            raise UnsignedTerm(tuple(sorted(dropped)))
        dataset = Expanded().to_rdf(expanded, options)
        quads: str = Canonicalizer().main(dataset, {"format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise ContextMissing(_reason(error)) from error
    return quads.encode()


def _relative(value: Any) -> list[str]:  # noqa: ANN401  expanded JSON-LD
    """Find the ids and types that only became absolute by our marker base."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and value.startswith(RELATIVE):
            found.append(value.removeprefix(RELATIVE))
    return found


def _reason(error: BaseException) -> str:
    """Return the innermost cause, which is the one that names the context."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error)
