"""PDFs written anew without what they say of whoever wrote them, in a process of their own.

Taken out: title, author, program and times (the document's information, XMP of the document and
of everything in it), what programs keep for themselves (``PieceInfo``), earlier states of the
paper, files in it, and scripts. What stays: what is seen on the pages, comments and forms with
the names of who filled them in, and what photographs in it say of themselves.

Decisions (2026-11-29):
  * pypdf: BSD, Python alone, needs nothing else. pikepdf is faster, and is compiled code that
    brings two more libraries along; a paper of the library has 5 MB at the most.
  * A paper behind a password is refused: nobody could say what is in it.
"""
