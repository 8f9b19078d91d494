"""Looking through a draft before it is published: readings, texts, pictures, links, objectives.

What is looked at is ``app.catalog.checks``; here it is brought to authors. Decisions (2026-11-29):

  * The analyzer is slow to start, so no page and no save waits for it: a change of a draft is an
    event, and the worker looks. A burst of changes is looked at once. What it saw is kept by text;
    a page that knows less than the newest number says so.
  * What an author says of a reading is one change of ``readings.toml``: right ones are
    ``[confirmed]``, others become ``[lessons.KEY.words]`` (``[words]`` for titles and the like).
  * Publishing is never refused without words: what has to be done first is listed, for whoever
    asks and, because a page may know less, again by the worker.
"""
