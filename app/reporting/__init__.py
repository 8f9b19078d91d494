"""Reports of the staff's skills as of a day, which say the same whenever they are printed.

Job: count, freeze, compare, print. A report is what the city tells its council: how many people
there are, who of them has proven what, how far targets and required courses are.

Vocabulary:
    figure      something that is counted, by a code; each has a definition
    definition  what a figure counts, of whom, and whom it leaves out; in versions, as data
    list        the people behind a figure, each with how many times they count
    as of       the day (現在) on whose evening the figures hold
    frozen      kept word for word when it was made; nothing that happens later changes it
    replaced    a corrected report of the same day took its place, and says why
    recounted   a day that was printed before, counted again by what is known now

Decisions (2026-11-30):
  * Figures come from dated facts: posts that held, attestations that stood, courses that were
    assigned and done by then. So a day counted anew says the same, unless facts were corrected;
    and what was printed is frozen besides, so that not even that changes it. A difference is told
    with its reason.
  * The frozen content is canonical JSON. It holds names of departments, courses and targets as
    they were, and nobody's name. Paper and workbook are made of it alone, and kept from the first
    time on: the same bytes for good, whatever becomes of fonts and programs.
  * Who is behind a figure stands in a table beside it, by account: a person who is erased, or
    forgotten years after leaving, leaves a number there and no name.
  * A report is public in the end: figures of what people can do are left out for fewer than five,
    and for as many neighbors as keep the rest from being found by subtraction. How many people
    work where, and under which kind of employment, the city publishes anyway. People on leave
    and seconded ones are told as one number, so that it says nothing about anybody's health.
  * Paper and workbook are Japanese documents, whatever language HR reads the pages in.
  * Only HR, and who runs the city, see any of this. Making a report, opening the people behind a
    figure and taking a file along are acts of the log.
"""
