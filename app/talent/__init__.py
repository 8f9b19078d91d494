"""The talent registry of the city: which member of staff can do what, and how we know.

Job: take credentials in at one door, verify them on arrival, keep the bytes and the verdict,
turn alignments into skill attestations, and show HR a cell that opens to its evidence.

Vocabulary:
    ReceivedCredential  bytes as they came, with the verdict of that day; accepted or quarantined
    SkillAttestation    one reason to believe that a person stands at a level of an item
    standing            an attestation that counts today: neither revoked nor expired
    SubjectAgreement    whose an id in another issuer's credentials is, and how that was agreed
    AccessLog           who looked at whose evidence, by day; the person reads it too

Decisions:
    2026-11-22  Staff only. ``ingest.receive`` refuses anybody without a current post at the city
        before a byte is stored: children's and citizens' credentials never reach the registry.
    2026-11-22  Days, never hours. No query here returns an instant, so no page can show the hour
        at which somebody learned. ``received_at`` is for the audit and stays in its table.
    2026-11-22  The person sees what HR sees: both pages are one template over one query.
    2026-11-22  The best standing attestation decides a cell: the higher level, then the stronger
        source, then the newer day. A revoked or expired one greys the cell and says why.
    2026-11-22  A person counts in the department of the primary post only; other posts (兼務) are
        named beside the name. So no head is counted twice.
    2026-11-30  What other installations issued comes by the Open Badges API (``api``) or a file,
        through one door (``arrivals``). Only issuers on the city's list are believed
        (``app.exchange``); what cannot be settled at once waits and attests nothing. Built to
        Open Badges 3.0, not certified; client credentials are a bilateral profile.
    2026-11-30  A credential names its holder by a pairwise id alone. Whose it is, the person says
        and HR confirms, or HR holds a signed paper; nobody confirms for themselves, and no name
        ever decides. Until then it waits where HR sees it. Consent taken back empties the record.
    2026-11-30  What its person contests goes on counting, marked (``doubts``), until somebody has
        settled it; who said what, the package that hears it keeps (``app.endorsements``). A
        package that vouches for grounds says what is behind one by a function that it offers
        when the application is put together (``telling``).
    2026-11-30  A file of the matrix holds all that its filters let through, and says what they
        were; one entry of the audit tells who took it. A person's sheet is the same bytes for HR
        and for the person, so it is in Japanese and names nobody who looked. Papers are made in a
        process of their own and none is kept.
    2026-11-30  «Signed only» reads the best signed proof, not the best proof. «Fresh» asks for the
        day of what decides the cell: a weaker, newer proof behind an older one does not count.
    2026-11-30  Of two revisions of one (issuer, id) the later ``validFrom`` counts. The same again
        changes nothing, an older one is refused.
"""
