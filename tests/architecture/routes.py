"""The list of addresses, as routes.txt keeps it: ``make routes`` writes it anew."""

import tempfile
from pathlib import Path

from flask import Flask

from app.factory import create_app
from tests.conftest import settings_for

KEPT = Path(__file__).with_name("routes.txt")
HEADER = "# Every address of the site. Written by `make routes`; a test compares it.\n"


def listed(app: Flask) -> str:
    """Return one line for each address: path, methods, endpoint."""
    lines = [
        f"{rule.rule}  {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        f"  {rule.endpoint}\n"
        for rule in app.url_map.iter_rules()
    ]
    return HEADER + "".join(sorted(lines))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        KEPT.write_text(listed(create_app(settings_for(Path(folder), "sqlite://"))))
    print(f"{KEPT.name} is written; look at it with `git diff`.")
