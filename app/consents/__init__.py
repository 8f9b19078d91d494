"""Guardians, notices, and what people agree to.

Vocabulary: a *guardian* is somebody who looks after children, with an account or without one; a
*guardianship* is that of one guardian for one child, with relation, days, who established it and
how. A *letter* is what a school hands out: an address of its own (``/g/…``) and a code. A *notice*
(お知らせ) tells, and there is nothing to refuse; a *consent* is asked for a *purpose*. A *text* is
what a notice says or a consent asks, in numbered versions. A *record* is one answer of one person.

Decisions (2026-11-29):

Ordinary lessons of a public school rest on a notice. Consent is asked for what goes beyond them
    (``rules.Purpose``), and nothing else in the house asks whether somebody agreed before it lets
    a pupil learn: refusing everything changes no lesson (tests/request/test_consents_lessons.py).

A purpose is answered by the guardians with parental authority: each has an answer of their own,
    and two may differ. One valid agreement is enough where nobody else answered; every guardian
    who answered must agree; a refusal or a withdrawal wins. An agreement that ran out, or that
    was given to a text that is asked anew, counts as no answer. ``rules.decide`` is all of it.

No birthdays are kept, so age goes by school year. A pupil answers for themselves from the year at
    whose beginning everybody in it has reached the age of consent (the setting CONSENT_AGE, 16
    unless said otherwise): everybody of school year g was g + 5 years old on 1 April, so that is
    school year age − 5, 高校2年 for 16. Whoever learns at a school without a year counts as too
    young. From then on only their own answer counts, and so it is for adults.

An agreement holds to the end of the school year in which it was given (31 March).

History is only added to: a change, a withdrawal, a form on paper are new records. Each keeps the
    number of its text and the SHA-256 of its words, because a text is what was agreed to.

A letter proves a guardian by two things: the address (128 random bits) and a code of ten digits,
    printed apart from it and without a birthday. Digits, because every family can type them. Both
    are kept as hashes only: printing again makes new ones and voids the old. Tries are counted
    before a code is looked at, by letter and by network. Who has come in by a letter adds a
    second child by its code alone: what is typed is one of 10^10, and tries are few.

A class may have one address (a *class letter*) for a newsletter or a parents' evening. It shows
    no school, no class and nobody, and takes the code of a letter of one of the class's pupils,
    so it stands for the letter's address and for nothing else: who a child is still hangs on the
    code, which is handed out for each child, in a letter or on a slip. Attendance numbers were
    thought of and left: they are few and everybody knows them. It ends with a day and can be
    closed at once; tries are counted by address and network together, and by network.

A guardian without an account is known child by child. The device keeps which children they have
    shown letters for (90 days): so one page shows children of several schools, and the letter of
    one child opens nothing of another. With an account the children come along to every device.

The same relation by letters of the same child is the same person: who opens the letter again on
    another phone goes on where they were. Where one view of a child was closed, letters are made
    for one relation, so that nobody chooses who they are.

On paper somebody signs. Answers on paper belong to the child's one known guardian, to the one who
    is chosen, or to a guardian known by paper alone, who can say so at the first letter.

A school closes a guardian's view at once (DV等支援措置). From then on nothing of the child shows
    to that guardian, whichever way they come; all letters of the child are void; nothing tells
    why, and the pages are those of somebody who never had a child here. The reason is kept
    nowhere. What they agreed to counts no more; what they refused still does, since it protects.

Pages of guardians show no place and no time of day, whoever looks.
"""
