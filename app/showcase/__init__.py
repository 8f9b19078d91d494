"""The showcase: what a project shows to everybody, and what press and broadcasters get.

Job: a team writes a page on what changed; a teacher publishes it once nobody's consent is open.
What the public then sees is worked out whenever it is asked for: a name or a picture whose consent
ended is gone with the next look. Beside it: the gallery, a year's exhibition, a feed, comments,
and 取材のしおり, one A4 for press.

Vocabulary:
    content     the team's working copy: title, lead, story, figures, pictures, links, licence
    published   the copy of it that the public reads, taken over by a teacher
    edition     counts the changes of the content: who acts says which one they saw
    wish        how a member wants to be credited: by name, by pseudonym, or not at all
    maker       a member as the public may know them today
    awaited     somebody under age of whom it is still to be answered whether they may be named
    picture     an artifact of the workroom that the page shows, in the version that was chosen
    press       the sheet for press: the 30-second story, whom to call, the credit line

Decisions (2026-11-30):
  * Of everybody under age who learns or learned in the project, ``name`` and ``projects`` must be
    answered before the page becomes public: an answer that is missing, ran out, or was given to an
    older text holds it back. A refusal never does: who is refused is one of 「ほか1人」.
  * To be named takes both: the answer of whoever answers for them, and their own wish. Nobody is
    named who said nothing. A wish that was said as a pupil ends with being one.
  * A pseudonym takes the same two answers as a name: classmates know whose it is.
  * A picture with people waits for ``photo`` of each of them under age; adults say it themselves
    in their wish. Whoever the picture cannot be shown of, the whole picture is left out; and so
    is one of which nobody said who is on it, or that it is nobody.
  * Broadcasting is a purpose of its own: the sheet for press offers a picture only where
    ``photo`` and ``broadcast`` hold for everybody in it, and tells press counts, never names.
    Adults say yes to it apart from the page as well.
  * The public reads a copy: what a team goes on writing is not public until a teacher takes it
    over, and the check is made anew each time.
  * Teachers and coordinators read who is awaited, as far as ``doors.names_for`` names them;
    pupils read counts, so that nobody is asked by classmates why their family has not answered.
  * Who left the team, or whose project ended, still says how they are credited, for as long as
    the page is public: from their list of projects, their portfolio, or the page itself.
  * A project that has ended: its teachers still mend, publish and withdraw; the team reads. More
    than a year after, when the project's pages close, they and the owner still have the page's
    desk: comments come in, names are dropped, and somebody has to be able to take it back.
  * What stops being shown, and that nothing stands in the way any more, is told to the teachers
    with the answer that made it so (``consents.events.AnswersChanged``), once for each turn; a
    look at each day's beginning catches what ends by itself. The page itself needs no telling.
  * Whoever may begin projects takes up the question of one with a public page: the new project
    knows the one before; of its team, nothing goes along. ``projects`` asks for the page by
    ``challenges.beside``, since it stands below.
  * A page's card stands in frames of other sites: it holds one link and nothing that could be
    pressed unawares. The pages themselves stand in none.
  * Comments are written by adults with an account, and stand there once a teacher or the
    department's owner let them; they carry the name that was chosen for them.
"""
