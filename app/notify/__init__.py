"""Messages to people, sent once.

A caller names each message with a key that says what it is about; a second call with the same
key sends nothing (``Message`` is the list of keys already sent). So a handler of the outbox may
run twice and still send one letter. A crash between the mail server's answer and the commit can
send a second copy: both carry the same ``Message-ID``, by which mail programs show one.

Decisions (2026-11-22):
  * One port, ``Mailer``, two adapters: SMTP when SMTP_URL is set, else ``.eml`` files in
    ``instance/mail/``, so that nothing is lost on a site without mail.
  * The mail server must answer within four seconds: a delivery holds SQLite's write lock, and a
    page waits for that lock five seconds at most. A slow server is tried again by the outbox.
  * The table keeps no address and no text.
"""
