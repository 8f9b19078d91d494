"""Training outside: what staff learned at institutes and on platforms of others, from their lists.

Job: take lists of completed courses in, by a mapping for each place they come from; try first,
apply in one transaction, undo as a whole; keep each completion with its hours; and let the
registry know what it attests, visibly weaker than a signed credential.

Vocabulary:
    source    (提供元) who offers the training and sends the list: J-LIS, the prefecture
    columns   (列の対応) which column of a source's lists means what; every change is a new version
    rule      (対応表) what a course title of a source attests: items with levels, for some months;
              or nothing, and then its hours alone are counted
    import    a list on its way: read, looked at, applied, perhaps undone; one by hand as well
    record    somebody completed a course on a day, so many minutes of it

Decisions (2026-11-30):

Nobody is found by name. A row names its person by employee number, or by login or mail address.
    Where a list has names, they are held against the one that is known, and a difference is a
    fault: a number that was typed wrongly belongs to somebody else. No day of birth is kept in
    this house, so none is compared.

Only what is completed counts, and only its day: what a list says of the hour is used to know the
    day in Japan where it gives an offset, and is thrown away.

A record is one person, one source, one title, one day. The same row again changes nothing; other
    hours, or a rule that says otherwise by now, change it; a list takes nothing away that it does
    not name.

The registry keeps who is staff. Rows of people who have left are listed and not taken in; a login
    of somebody who never worked for the city is as unknown as one that nobody has.

A rule that is changed holds for what comes in from then on; for what is there, where whoever
    changes it says so. What a record attests is written down with it.

Undone exactly: records that an import made go, with what they attested; those that it changed say
    again what they said. What a later import has changed since stays with that one, and goes or
    returns with its undoing.

A file is kept until it is applied or given up, at most two days. How columns and titles of a
    source are called is a starting point that we wrote, marked as such, and never compared with
    a real list.
"""
