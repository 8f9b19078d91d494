"""Signing in with the account of a school, a company or the city: OpenID Connect.

Vocabulary, of OpenID Connect Core: a *provider* knows people by a *subject* (``sub``) and vouches
for them in an *ID token*; a *link* says that a subject of a provider is a person here. A provider
is for the people of one *organization* and of all below it.

Decisions (2026-11-29):
  * Authlib builds the requests (PKCE S256, state, nonce) and judges the claims; joserfc, which it
    stands on and which this house has anyway, checks signatures; the bytes go over ``app.wire``,
    whose bounds hold for whatever an administrator typed. Authlib's own Flask client would bring
    a second HTTP library without those bounds.
  * Nothing is believed that the provider's keys do not sign: only asymmetric algorithms
    (``rules.ALGORITHMS``), never ``none``, never a key of another kind than the algorithm's.
  * Each provider has a return address of its own, and the session remembers which provider it
    was sent to: what another provider hands out is refused (mix-up; RFC 9700, 4.4). Where a
    provider says that it names itself (RFC 9207), it must.
  * A state lives ten minutes in the session of one browser, and once: it is spent in the database
    before the code is exchanged, so a cookie that was copied buys no second try.
  * A first sign-in is matched by the verified e-mail address, or by a claim that holds the ID of
    the roster; only within the provider's organization, only for somebody *all* of whose posts lie
    there: who runs a school's directory must not become the city's administrator, who teaches
    there as well. Such people link the account themselves, in their settings. Nobody is matched
    who has another link of that provider, and no account is made by itself.
  * Leaving the organization closes the way in: posts are looked at on each sign-in.
  * The issuer of a provider never changes, since subjects mean nothing elsewhere: another issuer
    is another provider. A provider that serves the whole world (Google, Microsoft) needs a mail
    domain or a tenant.
  * To link is confirmed by a press on our own page, after the provider answered: nobody is linked
    to an account that somebody else was signed in with in their browser.
  * The network is never asked inside a transaction. Metadata and keys are kept for an hour in the
    process; a key that is not among them is looked for once more, once a minute at most.
  * Signing out here offers to sign out there as well, where the provider has a place for it
    (RP-Initiated Logout 1.0), or leads there at once, as it is set for each. The ID token lies
    sealed in the session's cookie and nowhere else, goes with the session, and is left out where
    it is too long for a cookie; the provider then asks itself. A page of ours stands between,
    because the answer to a form may lead to no other site. Signing out there does not end
    sessions here: whoever does not sign out here stays in for twelve hours at the most.
"""
