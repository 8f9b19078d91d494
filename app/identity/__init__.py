"""People, the organizations they belong to, and how the house knows who is asking.

Vocabulary: an *organization* is a place in the city's tree (city → departments, schools,
university, company, shop); ``position`` is its place among its siblings in 建制順, the order the
city itself uses. A *post* is one person's place and role in one organization; several at once
are normal (兼務). A *person* (``queries.Person``) is what a page may know of a user, by value.
The *audience* (child, citizen, staff) follows from grade and posts and is never stored.

Decisions (2026-11-22):

Sign-up makes an adult citizen and nothing else. Every other role comes by invitation, by the
    command line or (later) by roster. A field that the form does not have is refused, not
    ignored. The year of birth is asked, judged and forgotten.

Names are kept as written. Unicode's NFKC changes characters of people's names, and even NFC
    replaces compatibility ideographs (U+FA19, the old form of 神); ``rules.kept_name`` composes
    kana and Latin letters only. Login ids, e-mail addresses and passwords are NFKC: they are
    keys, not names.

Passwords are argon2id (19 MiB, t=2, p=1; OWASP Password Storage sheet), at least ten characters
    for those who choose their own, checked against a short list and against the person's own
    names. An unknown account costs the same work as a known one. A changed parameter re-hashes
    at the next sign-in. Pupils do not change theirs: the school does.

Sign-in limits count by account *and* address, because a school is one address: 10 failures of
    one account from one address in 15 minutes stop that account at that address; 100 failures of
    one account from anywhere, or failures of 100 different accounts from one address without a
    success (a spray), stop only those who have not signed in from that address in the last 30
    days. So one bored pupil cannot lock a school out, and 600 pupils who mistype once and then
    get it right are never counted as a spray: a success clears the failures. A try is counted
    before the password is looked at, so parallel guesses gain nothing, and the hashing happens
    outside the transaction, so that a class signing in does not queue for the lock. Accounts
    stand in the table as SHA-256, IPv6 addresses as their /64; rows go after 30 days.

A session is a signed cookie: HttpOnly, SameSite=Lax, Secure under https, made anew at sign-in.
    It carries the user's ``session_epoch``; raising that number ends every session of theirs at
    once (sign out everywhere, new password, account disabled). It lasts 12 hours for children
    and for people with posts, 30 days for citizens, and for guests 180 days after its last use:
    it holds the only copy of their words. One query a request loads user, posts and
    organizations.

Everybody who has proved who they are goes through one door, ``admission.admit``; what a session
    was proved by stands in it as OIDC's ``amr`` and ``auth_time`` (``proof``). Passkeys, codes,
    and who must have them: ``app.identity.factors``. Limits that are reached go into the log of
    acts, once in 15 minutes for each account, and for each address of a spray.

How pages look (``display``) is everybody's to choose, and kept with the person, so that it
    follows to every device; a visitor's choice stays in the session, and goes on to hold for who
    signs in there and never chose. Signing out forgets it: the next person may use the tablet.

Whoever holds several posts (兼務) acts for one place at a time (2026-11-29), and every page says
    for which. A *stance* is the posts of one person at one place: HR and learner of one section
    are one stance, since nobody changes chairs to do both; a guardian's or a partner's post is a
    stance of its own, because they deal with a place and are not of it. The choice lives in the
    session (``session["acting"]``, a post's id), begins with the main post, and falls back to it
    when the post has ended. ``Person.posts`` then holds the posts of that stance alone, so roles,
    navigation, audience and the reach of an administrator follow it without being told; so a city
    administrator who sits at the desk of a clerk cannot do by mistake what only the other may.
    What does *not* follow it, and reads ``Person.all_posts``: being a minor (no choice makes an
    adult of a child), how long a session lasts, what is asked of a sign-in, and what is one's own
    (runs, records, credentials, the sheet that HR sees). Whom others may see or manage goes by
    all posts of that person, whatever they act in. The player has no switch: nothing in it
    depends on a post.

One-time links (reset, invitation) keep the SHA-256 of their token. They are shown once, used
    once, and a new one voids the old. Whoever resets somebody's password must reach *all* their
    posts: a school's administrator cannot take over a teacher who also administers the city.

Guests learn without an account (``service.bookmarks``; the rest is in ``app.bookmarks``). A guest
    is a user of its own kind, because runs, statements and sessions then need no second sort of
    learner; the database refuses a name, login, address or password of one. Four words lead back.
    No list of people shows guests, and whoever signs in on a guest's device is asked, not merged.

Two accounts of one person (2026-11-30): the one that was merged into another is closed for good,
    and ``User.merged_into_id`` leads to the one that stays, always in one step. It keeps its actor
    name, under which statements go on to stand, and its login and hash, so that whoever has the
    right password is told where to go, and nobody else is told anything. What else moves is
    ``app.privacy``'s business; who looks for a person by an actor asks ``queries.merged``.

The installation's names (IRI base, actors' homePage, issuer DID) are written at the first start
    and never follow PUBLIC_URL; ``service.installation_difference`` says what a difference would
    break.

Data classes I–IV in the models follow the Ministry of Education's guideline on information
security (I gravest). They are judged by us and stand in each table's docstring.
"""
