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
    city's name     what the city calls an item of its own framework, shown as 「市の呼び名」
    role            a role that a framework describes (DSS-P); nothing is attested against it

Decisions:
    2026-11-22  Files, not tables: labels are facts that change with a release of ours, and a
        pure look-up costs no query. No package may write them at run time.
    2026-11-22  The publishers offer no address per item, so ``/frameworks/<ref>#<code>`` of
        this site is the address that credentials carry. It must never stop resolving.
    2026-11-22  Each language has its own source and its own ``verified``: the English names of
        DigComp are official while the Japanese ones are ours; with DSS-L it is the reverse.
    2026-11-30  A city calls its role levels as it likes (デジタル行政推進リーダー); code and refs
        stay. One row an item, on a page for HR and the city's administrators. Not a
        file in ``instance/``: who names people's levels edits no files, a file would be a second
        truth, and it would be in no backup and no log. Only a framework whose file says
        ``renamable``: a publisher's names stay the publisher's.
    2026-11-30  Names of the city's are read once a request, by the pages that show such items. A
        copy in each process would need a sign to be dropped, and that sign costs the same query.
    2026-11-30  Credentials carry the framework's own name, not the city's: they are read elsewhere
        and for years, cannot be renamed with it, and compare by what everybody calls a level. The
        address in them leads to both names.
    2026-11-30  A file may hold ``types`` and ``roles`` and a second row of headings (``parts``);
        they pass the same checks as items. Counts and shares go by groups alone.
"""
