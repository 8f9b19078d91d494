"""The xAPI language: words, statements, and what makes a statement valid. Pure.

Job: everybody who says or hears an xAPI statement takes the words from here. Nothing in this
package knows of the web, the database or the clock; it needs orjson and msgspec.

- ``vocabulary`` verbs, activity types, extension IRIs.
- ``iri`` how our own activities are named.
- ``instants`` timestamps and durations, written and read.
- ``statement`` frozen dataclasses that become JSON; for statements of our own making.
- ``validate`` every fault of any JSON value, for xAPI 1.0.3 and 2.0.
- ``reading`` JSON from outside: strict, and cut without changing a byte.
- ``profile`` the xAPI Profile of what we say, and whether statements keep to it.
- ``compare`` whether two statements are the same statement (immutability).

Vocabulary: *Statement, Actor, Verb, Object, Result, Context, Registration* as in the
specification. An *IFI* (inverse functional identifier) is what tells two agents apart. A *Fault*
is one reason to refuse, with the JSON path at fault.

Decisions:
    2026-11 Actors are accounts (home page + opaque name), never e-mail: a statement may leave
        the city, an address must not.
    2026-11 The validator is a table of rules per edition, not a schema library: of the measured
        candidates it is as fast as any, and only a table of our own can name the path, say what
        to send instead, and collect every fault at once.
    2026-11 Where the specification lets a store choose, we refuse what another store would have
        to guess at (unknown properties, a component list that the interaction type does not
        have) and accept what costs a reader nothing (a timestamp without seconds).
    2026-11 Our own IRIs hang from the installation's ``iri_base``; the words below
        ``<iri_base>/_vocabulary/`` cannot meet a course, as a slug begins with a letter.
"""
