"""Two years of a made-up city hall, for a demo: what happened, told to the real services.

Job: ``make demo`` brings the board of education and the city hall in by their rosters, and then
lets two fiscal years and the present one pass: people learn, are awarded, move to other sections,
leave; HR sets targets, plans and reports. Nothing is written past a service: each scene calls what
a page or a worker calls, and the outbox delivers what follows.

Vocabulary:
    scene    something that happens on a day, in one transaction
    story    all scenes, in the order of their days
    stage    what a scene is given: the day, who is who, a hand that draws lots
    told     a scene that is over; ``telling`` notes how many are, so that a story that was
             broken off goes on where it stood

Decisions (2026-11-30):
  * Time stands at the hour of the scene (``clock.standing_at``) for all that it calls, the worker
    included. So a credential of last June is dated last June by the code that dates real ones.
  * The days hang on the present fiscal year; what would lie ahead of today is left out. The same
    day tells the same story: the hand is seeded, and people are asked for in one order.
  * Only in a demo, and only while nothing else runs there (``ops.lock``).
"""
