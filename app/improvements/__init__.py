"""改善メモ: what was tried at work after a course, and how many minutes it saves.

Job: a member of staff who finished a course writes one sentence on what they tried, and the
minutes it took before and takes now; the chief of the unit confirms it with one press, or asks
back. HR sees the sums beside the figures of learning, each with the memos behind it.

Vocabulary:
    memo       one thing that was tried: the course, a sentence, the minutes, how often, by whom
    waiting    written, and not looked at yet
    returned   the chief has a question; the person answers by changing the memo
    confirmed  the chief has said that it is so; it counts from that day on
    saving     minutes a year: (before - after) x times a month x 12 x people; below zero as well

Decisions (2026-11-30):
  * Only what a chief confirmed counts, and nobody confirms their own. HR reads, and confirms
    nothing: who sums does not say what is true.
  * A memo is signed by who writes it. So sums of fewer than five are shown, unlike shares of
    skills; names are told to HR and to the chief of the unit alone.
  * It counts for the unit in which it was written, whoever moves later. Completions are counted
    where people are listed on the day.
  * Until it is confirmed the person may change it; they may take it back at any time, and it
    stops counting that day. What was printed for an earlier day stays what it was.
  * Five years after somebody left, their memos go with the rest of the registry.
"""
