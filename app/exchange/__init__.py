"""Credentials between installations: whose we believe, and where ours go.

Job: keep the issuers elsewhere that the city trusts, with their documents and status lists, and
bring the credentials of the city's staff to registries elsewhere by the Open Badges 3.0 API.

Vocabulary:
    trusted issuer  an issuer elsewhere whose credentials the registry here believes
    held list       a status list of such an issuer, kept because its own proof held
    registry        a registry elsewhere that gets the credentials of the city's staff
    delivery        one credential on its way to one registry (``credentials.models.Delivery``)

What it is built to: the Open Badges 3.0 API (1EdTech, 2024-05). It is not certified, and nothing
here says that it is. OAuth 2.0 client credentials are outside of what Open Badges 3.0 profiles:
they are a *bilateral profile* that two installations agree on, each giving the other a client by
hand. What that profile adds to the specification:

  * The authenticated entity is the program of the other city. It reads what it brought itself.
  * A credential names its holder by the issuer's pairwise ``urn:uuid:`` alone. Whose that is here
    is agreed with the person and confirmed by HR (``talent.models.SubjectAgreement``), and never
    guessed from a name.
  * Equality is (issuer.id, id), and the newer ``validFrom`` is current. An equal one is answered
    with 304 and changes nothing; an older one is refused with 409, so that a delivery which lost
    its way cannot bring back what was corrected.
  * There is no call to revoke: a registry asks the issuer's status list every day, and whenever
    somebody presses the button.

Authorization code with PKCE and dynamic registration, which certification asks for, come later.

Decisions (2026-11-30):
  * An issuer is a ``did:web``. A typed address is read as the did:web of its host. Its document is
    fetched over ``wire`` (https, public addresses, no redirects; in a demo this machine as well)
    when it is added, once a day, and when a key is unknown that a newer document may list.
  * The web process fetches nothing while a credential arrives and loads no JSON-LD processor. What
    it can settle from the documents it holds, it settles at once; the rest waits for the worker.
  * A status list counts only with its own proof, by the same issuer. One that cannot be had leaves
    a credential *unknown*: it waits, and attests nothing.
  * What goes to a registry elsewhere is what is current when it is sent, not when it was queued:
    of two revisions the later one never goes out before the earlier, and a lost reply costs a
    repeat which changes nothing.
  * Delivery is an errand of the outbox, as forwarding is: retries, dead letters and sending again
    are its own. A registry that is away is left alone for longer each time (``wire.away``), with
    some chance in it so that two do not come at once, up to half an hour; it says itself how long
    with ``Retry-After``. Nothing that waits for it meanwhile costs a try.
  * A token lives in the worker's memory until a minute before its end, and stands in no log.
  * Only staff's credentials go, and a minor's only with the consent ``credentials`` of
    ``app.consents``; both are looked at when it is queued and again when it is sent.
"""
