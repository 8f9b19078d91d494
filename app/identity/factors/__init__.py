"""A second proof of who somebody is: passkeys, codes of an app, recovery codes, and who must.

Vocabulary: a *factor* is what proves somebody besides the password. A *passkey* (WebAuthn) is a
key in a device, opened there by finger, face or PIN; an *app* makes one-time passwords (TOTP); a
*recovery code* is one of ten numbers on paper. A *half sign-in* has proved the password and not
yet the factor. *Held back* is who must have a factor, has none, and so is led to set one up. A
session is *fresh* for ten minutes after its person proved themselves.

Decisions (2026-11-29):

A passkey alone is a whole sign-in: the device is one factor and what opens it (user verification,
    always asked for) the other. Nobody has to type a name first: the passkey tells whose it is.

What a session has been proved by stands in it under OIDC's own names: ``amr``, a list of values of
    RFC 8176 — ``pwd``; ``otp``, for codes of the app and of paper; ``hwk`` for a passkey that
    stays in its device, ``swk`` for one that its maker synchronizes; ``mfa`` as soon as there were
    two — and ``auth_time``, the second in which it was proved last. Whoever comes in from a
    provider brings the provider's own values: ``admission.admit(…, amr=("mfa", "sso"))`` asks for
    no second proof, without ``mfa`` it asks as after a password.

Everybody comes in through ``admission.admit``: after a password, after a link for a new one (which
    proves a mailbox, and must not lead around the second proof), from a provider. A half sign-in
    stands in the cookie beside nobody's name, so that no page can take it for a person; it lasts
    ten minutes, and ends with the password or the sessions it began with.

Codes are counted by the table of sign-in limits, by person and address: 10 wrong ones from one
    address, 20 from anywhere in 15 minutes, except where that person has proved themselves by a
    code in the last 30 days. Three of a million codes hold at a time, so that whoever has the
    password and many addresses needs four months for an even chance, and each stop is in the log
    of acts. A code opens once: the step of the last one is kept, and older ones are refused.

The app's secret has to be readable to compute codes; it is sealed under a key derived from
    SECRET_KEY, which is not in the database. A lost SECRET_KEY closes all apps, and the recovery
    codes, which are kept as HMAC under it: 53 bits each, so that no slow hash is needed.

A challenge lies in the cookie of whoever asked for it, ten minutes at most, for one purpose. A
    cookie can be sent twice, so what has been answered is remembered (``SpentChallenge``).

A passkey belongs to the host of PUBLIC_URL: at another host all passkeys open nothing, while apps
    and recovery codes go on. A site without a name, at a bare address, offers none.

A counter that does not grow means that the passkey was copied: it is refused and noted. Passkeys
    that are synchronized do not count; theirs stays at zero.

Teachers, HR and administrators must have a second factor where their organization says so
    (``FactorRule``): its own word, or else that of the one above it; where nobody has said
    anything, yes, except in a demo. All posts count, whichever somebody acts in. It is decided at
    sign-in, and at the next request after a post or a rule has changed: the query that loads the
    person tells the edition of the rules, and the session remembers for which posts and edition
    nothing was needed, so that an ordinary request asks nothing more. For adults without such a
    post it is their own choice; pupils have none: their accounts are the school's, as their
    passwords are.

Who has lost the phone gets help from whom may manage the account: a code for once and a day, with
    which the factors stay; or all of them are removed. Either ends every session and is logged;
    nobody helps themselves.

Library: ``webauthn`` against ``fido2``: both are maintained and as heavy; ``webauthn`` is the
    server's half alone and takes what a browser's ``toJSON`` gives, ``fido2`` brings clients and
    USB. One-time passwords are twelve lines of the standard library.
"""
