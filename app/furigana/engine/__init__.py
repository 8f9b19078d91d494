"""The analysis itself: pure Python over the tokenizer's words; knows no web and no database.

``analyzer`` puts the parts together: ``tokens`` (the one importer of sudachipy), ``dictionary``
(the words of a course and a city), ``numbers`` and ``numerals`` (numbers with their counters),
``homographs`` (words read by their context), ``alignment`` (which kana stand over which kanji),
``phrases`` (where small children's books leave a space) and ``plainness`` (what makes a text hard
to read). What the parts know is data: ``app/furigana/data/``.
"""
