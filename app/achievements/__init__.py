"""What can be achieved beside a single course, and who awards it to whom.

A course's credential is planned in the course's own file. Here stands what an organization awards
otherwise: a learning path (several courses), a project, taking part in a workshop, an award by
somebody who may give one. What is awarded becomes a credential of the package below, which
freezes it, signs it and knows nothing of where it came from.

Vocabulary (Open Badges 3.0's):
    achievement   what can be earned, as its organization describes it today; what was awarded
                  stays as it was described then (``credentials.models.AchievementVersion``)
    batch         an award to a cohort on one day, for one occasion; of one person as well
    member        somebody in a batch

Decisions (2026-11-30):
  * A web request writes the batch and its members and is done; the worker awards them in slices,
    each in a transaction of its own, so ten thousand wait for nobody and a killed worker goes on
    where it was. The page counts what is there.
  * Whoever holds the same achievement still, for longer than ``rules.RENEWAL_WINDOW`` to come, is
    left out of a batch and named on the page before: nobody gets the same paper twice by mistake,
    and renewal needs no other way.
  * Who awards: administrators, for people and achievements within their reach; HR for the city's
    staff. The reason is kept with the batch and is not signed; the evidence is signed, and the
    holder reads it.
  * A path is awarded by itself when its last course is complete, whichever versions they were; one
    that is described later is awarded to those who complete one of its courses from then on.
  * How well somebody did is told of only where the achievement names a result and whoever awards
    fills it in, knowing that all who see the credential see it; a batch has one value for all.
"""
