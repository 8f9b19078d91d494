"""Mark strings for the catalogs where they are written, when a page translates them later."""


def N_(text: str) -> str:  # noqa: N802  gettext's customary name for «mark, do not translate yet»
    """Return ``text`` as it is; the extraction of strings finds the call."""
    return text
