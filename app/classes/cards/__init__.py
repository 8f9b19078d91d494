"""Coming into class by a picture card, under the teacher's eye.

Vocabulary: a teacher opens the *door* of a class; its *code* (or the QR code beside it) leads a
tablet to the *cards* of the children, each an *emblem* and a given name; behind a card stand
twelve *pictures*, three of which are the child's secret. A *printed card* shows the secret, or a
QR code in its place.

Decisions (2026-11-29):
  * A card opens nothing unless the door of a class of theirs is open at this moment: what is
    found or photographed is worth nothing at midnight at home. A door opens within school hours
    (weekdays, 8 to 17) for 60 minutes; outside them the teacher says so by a tick, and it is
    logged. Closing takes effect at once.
  * Who comes in by a card is out when the school's day ends, whatever a session's life.
  * Three of twelve, in any order, for every age. One of twelve would fall to five tries by the
    child at the next desk (5 of 12); three in order is more than a six-year-old keeps. Without
    order there are 220; with five wrong tries a door, 2 % at most.
  * Five wrong tries stop a child at this door until the teacher, who sees it, opens the card
    again; sixty of all children close the door: somebody is trying them all.
  * Codes are six digits: heard, typed and read by a first-grader. From the network from which the
    door was opened they are not counted, so 600 children who mistype lock nobody out; from
    elsewhere twenty wrong ones in 15 minutes stop that network. Behind a code stand given names
    in kana and numbers, and no family name.
  * Only children who learn there come in by cards: whoever has any other post does not, so that
    no picture ever opens a teacher's desk.
  * The pictures are kept sealed, not hashed: a lost card is printed again as it was. A QR code's
    token is kept as SHA-256 only, so each print makes a new one and the old ones are void.
"""
