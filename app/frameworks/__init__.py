"""Competency frameworks as data.

Job: give every other package one spelling, one label and one address for "a thing a person
can do". A framework is a file ``data/<id>@<version>.toml``, typed in by us from public
documents; a new version is a new file, and the old one stays, because credentials name it.

Vocabulary:
    framework ref   ``dss-l@1.2``
    item ref        ``dss-l@1.2/T5``
    level           a number on the framework's own scale, 1 being the lowest
    official label  the name the publisher uses; *verified* once compared with the publication
    working label   our own wording or translation, shown as 「仮訳」

Decisions:
    2026-11-22  Files, not tables: labels are facts that change with a release of ours, and a
        pure look-up costs no query. No package may write them at run time.
    2026-11-22  The publishers offer no address per item, so ``/frameworks/<ref>#<code>`` of
        this site is the address that credentials carry. It must never stop resolving.
    2026-11-22  Each language has its own source and its own ``verified``: the English names of
        DigComp are official while the Japanese ones are ours; with DSS-L it is the reverse.
"""
