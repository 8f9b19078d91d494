"""Readings of Japanese text: which kana belong over which word, and where phrases begin.

The analysis needs a morphological analyzer of 180 MB (SudachiPy), so it runs at publish, never in
a web process: ``engine`` is a program of its own (``python -m app.furigana.engine``) and the only
place that imports the tokenizer; ``process`` talks to it by lines of JSON. What comes out is kept
with each published version as segments, and never computed again for it.

Vocabulary: a *reading* is kana; a *phrase* (文節) is what small children's books set apart
(分かち書き); a *doubtful* word is one whose reading depends on what is meant, for an author to
confirm; the *dictionary* holds the city's own words (places, facilities, names), kept in the
database by administrators.

Who wins, the strongest first: the author's notation in the text, the words of the lesson and of
the course (``readings.toml``), those of the course's organization, the city's dictionary, our
rules, the tokenizer.

Decisions:

* SudachiPy with ``sudachidict_core`` and rules of our own: it was measured better than
  fugashi/unidic-lite and pykakasi on two sets of sentences, and its license (Apache-2.0) fits.
  ``flask furigana read`` shows what it says; ``benchmarks/furigana.py`` measures it. (2026-11)
* A process and not a lazy import: a web process can then never grow by 110 MB, whoever calls,
  and an analysis that goes wrong ends without taking a page with it. (2026-11)
* An organization keeps words of its own (``OrganizationWord``), beside the city's and not in a
  copy of it: what a school says of itself holds in its courses and nowhere else. (2026-11-29)
* Rules are about classes of words (numbers with counters, homographs in their context), never
  about sentences of a test set. (2026-11)
"""
