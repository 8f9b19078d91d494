"""Item banks: questions that courses share, and what their answers say about them.

Vocabulary (QTI): an *item* is a question; an *item bank* keeps items beside the courses. An *item
version* is its source in the syntax of the course files, with a number; it never changes. A
*reference* (``bank/item@number``) is how a course file says where a question was taken from.
*Facility* is the share of first answers that are right, *discrimination* how well an item tells
those who know from those who do not.

Decisions (2026-11-29):
  * A course holds its questions itself, so that its folder is whole wherever it goes: what is
    taken from a bank is copied, with the reference as an attribute of the block. Nothing changes
    in a course when its bank does; that there is a newer version is shown, with the difference.
  * Where an item is used is read out of the files of the courses. There is no second book.
  * An item may miss explanations, as a draft may; a course that holds it is then not published.
    What cannot be read as exactly one question does not get in.
  * A picture travels with the version that shows it: it is kept under its hash, and put into the
    ``assets/`` of a course that takes the question, under a name that is free there. It comes
    into a bank with a question of a course or draft.
  * A list of questions from another program is read first and shown, with every row that cannot
    be read and why; what was shown is what is taken, all of it in one transaction. Texts become
    text, whatever signs are in them: each question is written, read again and compared.
  * Statistics are counted from statements when a page asks, over each person's first answer to a
    question, and shown from ten persons; there is no table of them, so nothing to rebuild.
  * A bank is in the library of an organization, or the city's: who may do what with it, and who
    sees statistics, says the table in ``policy``.
  * What another program's file cannot hold is told by question before the file is made, and once
    more in the file where its form has comments (``interchange.export``).
"""
