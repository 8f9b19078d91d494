"""Mentors: vouched for by an organization, asked by 相談票, with agreed minutes that count down.

Job: an organization vouches for somebody who advises pupils, for so many days and minutes; a team
writes down what it read, what it found and what exactly it asks; a teacher passes that on; the
mentor answers or asks back; and everybody who answers for the pupils reads every word of it.

Vocabulary:
    vetting   an organization vouches for a mentor: from, until, what was checked, minutes a term
              (the record is in ``vettings``)
    term      April to September, October to March: the minutes of one are there again in the next
    account   a mentor's minutes in a term, for one organization: agreed less those that were given
              or are set aside for a ticket that was passed on
    ticket    相談票: one question of one team to one mentor of the project
    draft → with_teacher (handed in) → with_mentor (passed on) → answered; on the way returned to
              the team, or asked_back by the mentor; or withdrawn
    message   whatever is said on a ticket, an answer as well; there is no other channel
    shared    an answer that all teams of the same challenge read, without the team that asked

Decisions (2026-11-30):
  * A mentor and a pupil never speak alone. A ticket goes through a teacher, and its team and every
    teacher of the project read each message; nothing here can be sent past them. The other people
    of the project (the city's department, supporters) do not read tickets.
  * Nobody vouches for themselves, and a vetting lasts a year at most. What was checked is said in
    words: «checked» alone tells nobody anything.
  * Whom nobody vouches for today reads nothing inside a project either: ``projects`` asks that of
    ``vettings``, where the record stands, and shows the mentor why and whom to ask.
  * A mentor acts for the organization by which they are in the project; what vouches is a vetting
    by it or by one above it. Between it and every school of the team's learners an agreement for
    mentoring has to hold (``agreements``), when the ticket is passed on.
  * Passing on sets the estimated minutes aside, under a lock of the vetting; answering puts the
    minutes that it took in their place, more or less. So an account can be overdrawn by an answer,
    and never by a question. An account with less than the estimate takes no ticket, and the
    teacher reads when there are minutes again.
  * A ticket whose mentor's time has ended goes back to the teacher, with a sentence; its minutes
    are free again. Nobody has to notice the day.
  * What is shared is written for being shared: the question and the answer are shown once more
    before, and may be put otherwise. The team, its school and the mentor's name are left out.
  * Hints on a question are hints: a wide question can be handed in, and the teacher sees the hint.
"""
