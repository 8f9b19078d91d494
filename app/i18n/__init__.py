"""Languages and the written forms of Japanese: readings, dates, orders. Pure but for the catalogs.

Interface strings are written in Japanese in the code (gettext's msgid) and translated in
``translations/<language>``; course text comes with its course. ``reading`` turns ruby notation
into segments and segments into what one reader should see; ``dates`` writes days as the city
does: 令和 with the western year for adults, in words for children. ``speech`` gives a device's
voice the same segments to say; ``catalogs`` knows which languages the interface speaks.

``interface`` shows interface strings: their segments stand in ``data/interface/``, made by
``make strings``; ``data/readings.toml`` corrects what the analysis gets wrong. A ``Message``
prints plain and is shown with readings, so what speaks to people hands messages on as they are,
and puts values into them by name, never by adding strings up.
"""
