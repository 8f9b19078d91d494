"""Papers: what a page says, set as PDF/A in a process of its own.

Job: take a template (typst) of some package and what it says, and return the PDF. typst is fast
and hungry (a matrix of three thousand people: three seconds, 700 MB; measured 2026-11 on one of
two cores), so each paper is made apart, few at a time in a web process, and ended at a limit. Of
WeasyPrint the wheel carries no Pango, and LaTeX is another machine.

Decisions (2026-11-30):
  * Nothing is kept: what people can do and did changes, and no file may lie about it.
  * The file says that it was made at the first second of its day: the same facts on the same day
    are the same bytes.
  * ``python -m app.press.printer`` reads a paper as JSON; typst sees that template, what it says
    with its pictures, our fonts, and nothing else. Certificates have a printer of their own
    (``credentials``), run ``apart`` as well: they carry attachments and are kept.
"""

from app.press.errors import CannotPrint
from app.press.service import Paper, apart, pressed

__all__ = ["CannotPrint", "Paper", "apart", "pressed"]
