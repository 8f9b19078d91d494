"""しおり: learning without an account, kept on paper, opened anywhere, claimed later.

Vocabulary: a *guest* is an account without a name (``identity``), made at somebody's first answer
in a citizens' course (``learning.visiting``). A *しおり* is four words that lead back to it. To
*claim* is to move what a guest learned into the account of a person.

Decisions (2026-11-29):
  * The words are shown from the session of the guest's own device; the store has their keyed hash
    alone, so nobody can look them up for somebody who lost both paper and device.
  * A しおり goes 180 days after it was last opened or learned with. Its delivery of ``GuestMade``
    waits in the outbox for just that day (``handlers``): no list is searched, and none is missed.
    Then the guest's statements are erased as those of anybody who leaves, and runs, しおり and
    account are deleted.
  * A claim is asked for and never done by itself: whoever comes in on a shared tablet is not
    always who learned on it before. A guest who is not claimed stays, and the words go on to open.
  * Claiming says the guest's statements again in the account's name, with the instants at which
    they happened, and erases the guest's own. So the account's record, its export and its erasure
    hold everything, and no other room has to know that somebody had two actors.
  * Has the account a run through the same version, the statements are said in that run, and
    progress, a fold over all of them, takes the best of both. Keeping only the better run would
    lose what the other has alone. Answers to a question whose tries the account has used up are
    left out: a しおり is no way to try once more.
  * Everything is claimed or nothing, and only by who may take such courses: a child may not.
  * A completed course earns its credential with the claim: guests have none.
"""
