"""My data: all of it in one file, all of it gone, and that of two accounts of one person in one.

Vocabulary: a *holding* is a column of a table that leads to a person, with what that means for
them: what of it a download tells, and what becomes of it at an erasure (``holdings``). A
*download* is a zip that is made while it is sent. An *erasure* takes everything with it but what
``holdings`` and ``lrs.service.erasure`` name.

Decisions (2026-11-30):
  * One list says what is told, what goes, and what stays and why. The pages show it, the jobs work
    through it, and a test goes through every table: a new one that leads to a person and is not
    in the list fails it. So no package can keep something of a person in silence, and these two
    jobs write in tables of packages below, which is what they are for.
  * A download is written into the answer, not kept: no file with everything about somebody lies
    anywhere, and none has to be taken away again. Statements are read 500 at a time.
  * The right answers of questions that were answered wrongly are left out of it, as on the page:
    the person may still have to find them.
  * Contents of courses, drafts and the media library belong to the organization for which they
    were made: a download lists them, an erasure leaves them, and they then lead to an account
    without a name. Where nothing leads to it, the account is deleted altogether.
  * An erasure closes the account at once; the worker does the rest, the statements 500 at a time.
    Of credentials their places in the status lists stay, without anything else: what was revoked
    must not become valid again, nor a place be given twice. What a holder took along stays
    verifiable, because verifying asks for nothing that goes.
  * Two accounts of one person are merged (2026-11-30) by an administrator who may manage both,
    after a page that counts what would happen, and with a fresh proof. ``holdings.merging`` has a
    rule for each column of the list above, so that no table is forgotten. What would clash with
    a row of the account that stays is left with the closed one and goes on to be read with the
    rest; nothing is deleted, and nothing can be undone.
  * Statements stay as they came, under the name in which they were said: signed ones hold, ids
    stay known, and stores that they were forwarded to have the same. That both names are one
    person's is known from ``User.merged_into_id`` alone, and whoever reads by name asks
    ``identity.queries.merged``. A しおり is claimed otherwise (``bookmarks``), because guests go.
  * Two runs through one version count together: a run that is merged into another is kept as it
    was, and the other is a fold over the statements of both (``learning.merging``). Tries add up.
  * Whoever signs in to a closed account with its right password is told where to go; so it keeps
    its login and the hash, which open nothing.
  * A guardian takes a child's file along under the rule by which they answer for the child: an
    open view, parental authority, and a child who does not decide alone yet. It holds what
    ``holdings.guardians`` shares, and nothing is shared that is not named there: not what the
    child wrote for nobody else, nor what another guardian said or did, nor a place or a time of
    day, because whoever has the file may hand it to somebody whose view is closed.
  * It takes an account. A letter shows that somebody holds a paper of the child's, and its device
    stays open for 90 days: enough to look and to answer, since both can be stopped and changed.
    A file cannot be called back, and the child, who reads who took it, must find a name there,
    which a guardian without an account does not have.
  * Adults erase themselves, with their password typed again, unless they hold a post: what staff
    and teachers did at work is their organization's to decide on. For children the school or a
    guardian asks, and an administrator of the city does it; the log keeps who asked.
"""
