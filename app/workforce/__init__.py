"""What the city asks of its people, how far they are, and what it plans for.

The registry below says who can do what. Here stands what is wanted: of everybody in a role, of
the city by a day, for an item of its action plan; and what is missing in between.

Vocabulary:
    role profile   what a role asks for: items of frameworks, each with a level, and of whom
    version        a profile as it holds from a day on; the day before, the version before held
    need           one item with the level that is asked for
    met            somebody stands at the needed level or above
    target         how many are wanted by which day, and what counts
    plan item      an item of the city's DX action plan, with the needs that it brings

Decisions (2026-11-30):
  * A change of a profile is a new version from a day that is not past: a figure printed for an
    earlier day is counted against what was asked for then.
  * Every count is taken ``on`` a day, from dated facts: posts that held, attestations that stood.
    Who was transferred or who learned later changes nothing about that day.
  * Membership is a rule (departments, words in titles, a city role level; all that are given have
    to fit), or a list of people by hand, or both. A head is counted once, where it is listed.
  * A manager reads the own unit's, by the registry's scope; nobody is ranked, and a share of fewer
    than five people is not drawn.
  * The next step is the shortest course that raises an item towards what is needed.
"""
