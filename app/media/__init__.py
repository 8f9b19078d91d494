"""The media library: pictures, recordings and papers that courses may use.

Vocabulary: a *file* is bytes under their SHA-256, with what people wrote about it; a *library* is
the files of one organization; the *storage* is where the bytes lie (``storage/``); a *use* is a
draft or a published version that holds the same bytes.

Decisions (2026-11-29):
  * The package stands above authoring, not below it: a file that is chosen is put into a draft by
    authoring's own service, and who asks what uses a file has to look into drafts and versions.
    Authoring knows the library as an address alone.
  * A course never points into the library. The file is copied into the course's ``assets/``, so
    that a course stays a folder of plain files, whole without this house; what is in use is found
    by the hash of the bytes, whatever a file is called there.
  * A file is kept as it may be used: 5 MB at the most, as no file of a course may be larger.
    Pictures may come with 20 MB (telephones), and are made smaller.
  * Pictures are decoded and written anew, in a process of their own (``pictures/``): whatever
    hides beside the pixels is gone, and no decoder runs in the web process. An SVG is kept as it
    is when the checker of course files lets it in. What moves is refused: nobody could stop it
    (WCAG 2.2.2); a video can be stopped, and has captions.
  * What a recording or a paper says of whoever made it is taken out as well (``metadata``,
    ``papers``); each says what stays in a file, and so does the page that takes it.
  * The type of a file is told by its first bytes, never by its name or by what a browser says.
  * The bytes first, then the row: what a killed upload leaves lies there for nothing, and
    ``flask media sweep`` removes it. When a row goes, the worker removes the bytes an hour later.
  * What a course needs (alternative text or transcript, captions, terms of use, the name that the
    terms ask for) may be written later than the file is sent, but before it is chosen.
"""
