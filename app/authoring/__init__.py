"""Authoring: drafts of courses, kept as the very files of the course folder.

Vocabulary: a *draft* is a course being made or mended; its *files* are bytes, the same that git
holds. A *slice* is a block as it stands in its file, a *span* says where (in bytes), a *splice*
puts another slice there. A *change* is one numbered step of one author; it consists of
*operations*: a splice, a slice moved, a file added, removed or renamed. A block and the plain
Japanese after it are one *unit*. A draft *stands on* a version: its *base*.

Decisions (2026-11-29):
  * There is no other form than the files: the editor cuts a slice out of a file and puts another
    one in. So an untouched block stays as it is, byte for byte, and a change is a small diff.
  * The history is made of operations. A span that somebody saw at an earlier number is followed
    through those since: changes elsewhere only move it, and a block that was moved is found where
    it is. If the text there is no longer what was seen, that is a conflict, which shows both texts
    and is for a person to settle.
  * An undo is one more change; nothing leaves the history. It is possible as long as what the
    change left behind still stands. To go back to a number is one more change as well.
  * A key stays whatever moves, and none is given twice: a copy gets one that no version ever had.
    Lessons and modules change places by exchanging their numbers.
  * Words are replaced where an author ticked the place, and never in keys, addresses or the names
    of files unless asked: what readers have done hangs on the keys.
  * A draft may have any fault; a package of which a part cannot be read makes none at all.
  * Readings need the analyzer, so the worker publishes: what was asked for, at the number at
    which it was asked. A change in between takes the request back.
  * A draft whose base is no longer the current version is not published: whoever published in
    between would lose their work without a word. ``merging`` brings it up to that version.
  * What goes takes along what only named it: a question the marks that lead back from it, a lesson
    its readings, its translations, and its place among what completion asks for.
  * Whoever mends a published course goes on with the draft of it that is open, so that two people
    meet in it; a package is somebody's own work and begins a draft of its own. A published draft
    stays as it was; the next change begins a new one.
  * Teachers and administrators author for their organization, in whose library a new course is;
    whoever takes part in a draft was invited. Who may do what stands in ``policy``; what people
    say and settle around a draft is the business of ``editorial``.
"""
