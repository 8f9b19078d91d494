"""Rosters: who is where, from files and into files.

Vocabulary: a *roster* is a file of people, their places, roles and classes: OneRoster 1.2 CSV in
the Japan Profile, or a simple table (one row a person). An *import* is one such file on its way:
read (*dry run*), looked at, applied, perhaps undone. A *fault* is a cell that cannot be taken in,
with its file, line, column and a proposed *mend*; a row can also be *set aside*. What a dry run
says of each person is a *finding*; a row that is made or changed is a *change*.

Decisions (2026-11-29):

Only added to. Who is absent from a file is left alone, and so is every place, class and post that
    it does not name. That everybody who is absent leaves is a choice of whoever imports, made with
    the list before their eyes, and only for the roles that the file has at that place: a roster of
    pupils sends no teacher away.

Somebody is the person whom the house knows by sourcedId, else by userMasterIdentifier, else by
    employee number, else by login id or address together with the same name, else (simple form
    only) the one person of that name and reading at that place. An id that was kept once is never
    replaced.

What is absent from one person's rows does not stay silently: a pupil who is in another homeroom of
    this year, or learns at another school, leaves the old one the day before. What somebody held
    ends by a date and is not removed.

Staff are known by their employee number, whatever their name has become; Excel may have taken
    zeros off it. What a table tells of their employment goes into the register of staff
    (``app.personnel``); with a day of effect (発令日), which may be to come, the primary post
    before it ends the day before, and nothing of the past is written over.

HR brings tables of staff (2026-11-30), for the city's own places and people alone: it gives the
    role of staff and no other, makes no place, and leaves every account's ways in as they are. Who
    is new is registered, and let in by an administrator. Places and people beyond are faults.

Guardians named in a roster are tied to pupils within reach, and a tie that is there stays as it
    is: a file that no longer names one ends nothing, and none opens a view that a school closed.

An import is made for one place, and changes nothing outside of it. People who hold a post outside
    are not renamed from here: who can change a login can become that person.

The worker reads, compares and applies; a request only keeps what was sent. Reading and comparing
    hold no lock. All rows are written in one transaction, each change only where the row still
    holds what was compared (``service.applying``): whoever was quicker wins, and it is compared
    anew.

An import can be undone for 30 days as a whole. Rows go back to what they held; people who were
    made go if nothing else knows them, and are closed if they have begun to learn.

A file is kept until it is applied or given up, at most two days; what it changed, 30 days.
    Passwords in a file are never read. Days of birth, telephone numbers, special needs and such
    are not taken in, because nothing here needs them; which columns of a file that concerns is
    told on its dry run, and why each, in ``oneroster.columns``.

A row that is broken is a fault as well, and mended as a whole; a file is refused only where its
    encoding, its archive or its headings cannot be read.

A school that a roster brings gets its levels from its 学校コード, else from the grades of its
    classes and pupils, else from its name (``levels``); one that is there keeps what somebody
    chose.

Half-width kana are refused in OneRoster, with the mend proposed: the file comes from a program,
    and goes to others that refuse them too. In the simple form, which people type, they are
    mended.
"""
