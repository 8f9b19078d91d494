"""The skills matrix of a whole city: how long its pages take, and how much they ask.

``python -m benchmarks.matrix [people]`` makes a city of that many staff in 72 sections in an empty
database (``--engine postgresql`` for the other one), all of whom stand somewhere at each of the 72
items of one made-up framework, and opens the pages as HR does. It prints the milliseconds to the
first byte, of these the processor's, the number of SQL statements, and how the database answers
the two large questions. It fails where a page takes more than 300 ms in the middle of its runs, or
more than eight statements. The whole as a file is timed too, without a goal.
"""

import sys
import time
from http import HTTPStatus

from flask.testing import FlaskClient

from benchmarks.whole_city import REF, Asked, arguments, explained, listening, opened, whole_city

MILLISECONDS, STATEMENTS = 300, 8


def main() -> None:
    with whole_city(arguments(__doc__)) as city:
        page, client = f"/talent/matrix?framework={REF}", city.client
        pages = {
            "the matrix": page,
            "the matrix from level 2": f"{page}&min=2",
            "an open section": f"{page}&department={city.section}",
            "an open bureau": f"{page}&department={city.bureau}",
            "a later page of it": f"{page}&department={city.bureau}&page=3",
            "signed proofs alone": f"{page}&proofs=signed",
            "fresh and signed, a section": f"{page}&proofs=signed&fresh=90"
            f"&department={city.section}",
            "full-time staff": f"{page}&kind=full_time",
        }
        kept = [
            opened(client, name, one, within=MILLISECONDS, most=STATEMENTS)
            for name, one in pages.items()
        ]
        for form in ("xlsx", "csv", "pdf"):
            _taken_out(client, f"/talent/matrix/files/{form}?framework={REF}", form)
        explained(client, pages["an open bureau"])
    sys.exit(not all(kept))


def _taken_out(client: FlaskClient, address: str, form: str) -> None:
    asked: Asked = []
    began = time.perf_counter()
    with listening(asked):
        response = client.get(address)
    if response.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answered {response.status}")
    seconds, size = time.perf_counter() - began, len(response.data) / 1e6
    print(f"{seconds:6.1f} s, {size:.1f} MB, {len(asked)} statements  the whole as {form}")


if __name__ == "__main__":
    main()
