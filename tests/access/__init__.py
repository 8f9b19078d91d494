"""Who may open what: every address, for every kind of reader, against ``app/ops/access.txt``."""
