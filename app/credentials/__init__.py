"""Completion credentials: Open Badges 3.0, signed here, verifiable anywhere.

Job: turn "this run is complete" into a signed document that holds when this server is gone.

Vocabulary (Open Badges 3.0's, Verifiable Credentials'):
    achievement       what can be earned; frozen as an ``AchievementVersion``
    credential        one person's signed award of an achievement
    DI                the JSON form: an embedded ``eddsa-rdfc-2022`` proof
    JWT               the compact form: RS256 over the same members, the DI proof included
    status list       one bit per credential: revoked or not
    holder / subject  the person / the ``urn:uuid`` that stands for the person in the payload

The way of a credential: ``CourseCompleted`` → ``award`` freezes every fact (number, day, subject,
status index) in a ``pending`` row → ``CredentialAwarded`` → ``sign_credential`` → state ``issued``
→ ``CredentialIssued`` → the registry's port. A missing key stops only the signing: the pending
rows wait, and ``flask credentials retry`` sends them on.

Who imports what: the web process never signs and never loads a JSON-LD processor. ``canonical``,
``processor``, ``proofs``, ``service.signing`` and ``service.checking`` belong to the worker and
the CLI. When a visitor hands in the JSON form, ``sandbox`` runs ``checker`` in a process of its
own, with limits; any other file is first opened by ``opener`` (``extracting`` has the parsers),
likewise. Pictures and papers are made by ``printer``, which ``press`` runs and keeps the work of.

Open to the packages above, besides the usual rooms: ``registry`` (the port that adapters answer),
``verify``, ``verdict``, ``schema``, ``openbadges`` and ``results`` (whoever receives a credential
must verify and read it by the same rules as we do), ``did``, ``jwt``, ``status`` and ``sandbox``
(for what issuers elsewhere publish), ``proofs`` (which ``wiring`` hands to the worker's
registry) and ``keys`` (which ``ops`` looks after).

Decisions (2026-11-22):
  * The issuer is ``did:web``; every address inside a credential is made from the DID, not from
    PUBLIC_URL, so that what was signed stays true when the site moves behind another name.
  * ``validFrom`` is 00:00:00 in Japan of the day: nobody needs to know at what hour a person
    learned. Whole seconds, so that the JWT's ``nbf`` can equal it.
  * One ``urn:uuid`` per person, random and used nowhere else: neither the xAPI account nor the
    row's id, so that a credential shown in public leads to no other record.
  * No name in the payload. The page shows the name of the holder beside it.
  * A pupil's link opens while consent holds (``app.consents``: what is missing is asked on every
    look, so withdrawing closes it at once). It shows no name, and gives no copy to take along:
    a copy cannot be called back.
  * The status list is computed from the revoked rows, so that the two cannot disagree. It is
    signed again whenever a bit changes and has no ``validUntil``: a list that expires would make
    every credential of the city fail on the day the city switches this server off.
  * Public keys live in the database, private keys in ``instance/keys``: losing a file blocks
    new signatures, and never the verification of old ones.
  * Signing is an errand of the outbox: both signatures and the check of both happen while nobody
    waits for the database. What repeats in a batch (contexts, the hash of a proof's configuration)
    is worked out once in a process; each credential is still verified whole before it is kept.
  * Share tokens are kept readable: see ``models.Credential.share_token``.

Decisions on pictures and paper (2026-11-30):
  * An achievement's picture is drawn once and frozen with its version; what it shows follows from
    name, kind, field and theme, so there is nothing to upload and nothing to license.
  * Typst sets the papers and draws the PNGs: one wheel, no library of the system. WeasyPrint's
    wheel needs Pango from the system. Fonts come from locked npm packages: Shippori Mincho holds
    髙, 﨑 and 𠮷 (BIZ UDPMincho lacks the last), BIZ UDPGothic is what children's pages have.
  * A paper is a document in Japanese, like what it quotes. It is PDF/A-3, and an adult's has the
    JWT attached. A child's has no name, no number, no code and no data: what leaves the house with
    it is what the child writes on it, so it needs no consent.
  * Running numbers (第R8-0123号) are guessable, so a number alone is never looked up. What paper
    has is a 確認番号 (``codes``): random, tried twenty times in 15 minutes by one address. Whoever
    has it has the paper, so for adults it opens what the paper says, the name too: a paper whose
    name was altered must be found out. For who is under age it would say whether it holds, and
    nothing else.
  * A file whose data was taken out on the way is no forgery: it is told apart from an altered one
    in its own words. Addresses that are handed in are read, never fetched.
  * Photographs of a QR code are read with zxing-cpp: 2 MB, one wheel, no library of the system.

Decisions on issuers, keys and corrections (2026-11-30):
  * An issuer beside the city's own is ``did:web:…:issuers:<slug>``, of one organization; what an
    organization awards is signed by the nearest issuer at or above it. Its slug never changes, its
    name and office may. One that ends goes on being served, and names who answers for it: nothing
    is signed anew under another DID, because what it vouched for is still true (市町村合併).
  * A correction is signed under the same id, with a later ``validFrom`` and the old
    ``awardedDate``; the former bytes stay beside it (``Correction``), nothing is revoked, and
    asking for what it says already does nothing. A changed name of the holder needs none: the
    paper has today's, the signed data none.
  * Keys follow each other in days: published, signing, retired; a retired key stays listed for
    ever. A withdrawn one leaves the document at once, so what it signed fails until the worker has
    signed it anew, by itself and a slice at a time. Only the worker opens key files: the pages ask
    it by an event.
  * An adult's mail address stands in the signed data as a salted hash (``identifier``): whoever is
    told the address can see that the credential is this person's. It is no anonymity. For who is
    under age there is none.
  * Results (``results``) are signed only where whoever awards by hand filled them in; a course
    never tells any, and nothing is told of who is under age.
  * The bundle (``flask credentials bundle``) mirrors the addresses as folders, so that any
    verifier with a document loader of files can do without this site.
"""
