"""The register of staff: who is employed by the city, under which number, as what, and since when.

Vocabulary: an *employee* is a person with a number (職員番号); an *employment* lasts from the day
of hiring (採用日) to the day of leaving (退職日), in *stretches* of one kind (任用形態), grade
(職級) and rank (職位). Where somebody works is no part of it: that is told by their *posts*
(``identity``), one of which is the primary one, under which they are counted once. A *transfer*
(異動) ends posts and begins others on a day of effect (発令日), which may be to come.

Decisions (2026-11-30):

One number for one person, for good: it is kept through transfers and re-hiring, and two rows of
    the database's own keys see to it. Somebody who comes back is the same person with another
    employment, and everything they have learned is still theirs.

A day can be asked for. A change of kind, grade or rank ends a stretch and begins another; posts
    have days as well. So a list of 令和8年10月1日現在 says the same whenever it is printed, until
    somebody corrects what was wrong. Names are those of today.

Who is away for long (休職, 育休, 出向中) is told by the stretch it falls into, with its days; a
    second leave begins a stretch of its own, so that both can be asked for. Figures of workforce
    count these people with the others; what leaves them out asks ``queries.on_leave``.

Many people come by roster (``app.rosters``), which tries first and can be undone; this package
    has the page for one person, with a reason for each change, kept in the log of acts.

Five years after somebody left, the register and the registry of skills forget them (``RETENTION``
    in ``service.retention``). What they learned and the credentials they hold are theirs: neither
    is touched.

The rule who may read is the registry's own (``policy``): HR, and administrators of the city.
"""
