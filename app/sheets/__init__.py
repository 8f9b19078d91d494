"""Tables from people's own programs: CSV and Excel workbooks, read as text and written. Pure.

Nothing is computed: of a formula only the value that was saved with it is read, and what is
written begins with nothing a program would compute (``text.guarded``). Files come from anywhere,
so each is read piece by piece and given up at the ``Limits`` of whoever reads it. What the cells
mean is the business of the packages above.
"""
