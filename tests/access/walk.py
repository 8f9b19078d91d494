"""Asking every address of the city as each of its readers, each time as if for the first time."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient

from app import clock
from app.db import db
from app.identity.models import User
from tests.access.city import City
from tests.access.things import LESSON
from tests.factories.identity import sign_in

if TYPE_CHECKING:
    from flask import Flask

PLACE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
"""A place of an address, as Werkzeug writes it: ``<uuid:user_id>``."""

COOKIE = "terakoya"
TEXTS = ("text/", "application/json", "application/ld+json")

EVERYWHERE: Mapping[str, str] = {
    "slug": "tameshi",
    "lesson": "nani",
    "step": "1",
    "scene": "hajimari",
    "kind": "plan",
    "path": LESSON,
    "starter": "lesson",
    "key": "doko",
    "ref": "digcomp@3.0",
    "form": "csv",
    "name": "extensions/attempt",
    "number": "1",
    "move": "answer",
    "year": "2026",
    "filename": "manifest.json",
    "extension": "png",
    "rest": "x",
    "role": "student",
    "purpose": "photo",
}
"""What stands in the places that are about nobody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, where it leads, the page, and the bytes of a file."""

    status: int
    to: str
    body: str
    headers: Mapping[str, str]
    data: bytes = b""


class Walker:
    """Asks as the readers of the city; whatever was written for an answer is put back."""

    def __init__(self, app: "Flask", city: City, folder: Path) -> None:
        """Remember the database as it is, in ``folder``, and sign everybody in."""
        app.config["WTF_CSRF_ENABLED"] = False
        self.app, self.city = app, city
        self._client = FlaskClient(app, use_cookies=False)
        self._database = Path(str(db.engine.url.database))
        self._before = folder / "before.db"
        self._cookies: dict[str, str] = {}
        self._leave()
        shutil.copy(self._database, self._before)

    def ask(
        self, who: str, method: str, address: str, data: Mapping[str, Any] | None = None
    ) -> Answer:
        """Ask for an address as somebody who has just proved themselves.

        Args:
            who: A key of the city's ``people`` or of what is ``shown``, or ``visitor``.
            method: Of the request.
            address: What is asked for.
            data: What is sent.
        """
        headers = {} if who == "visitor" else {"Cookie": f"{COOKIE}={self._cookie(who)}"}
        if address.startswith("/xapi/"):
            headers["X-Experience-API-Version"] = "2.0.0"
        with (
            self.app.app_context(),
            self._client.open(address, method=method, data=data, headers=headers) as response,
        ):
            is_text = str(response.mimetype).startswith(TEXTS)
            raw = response.get_data()
            body = response.get_data(as_text=True) if is_text else ""
            if self._is_written():
                self._put_back()
        return Answer(
            response.status_code, response.location or "", body, dict(response.headers), raw
        )

    def _cookie(self, who: str) -> str:
        if who not in self._cookies:
            client = FlaskClient(self.app)
            if who in self.city.people:
                with self.app.app_context():
                    sign_in(client, db.session.get_one(User, self.city.people[who]))
            with client.session_transaction() as kept:
                kept.update(self.city.shown.get(who, {"auth_time": int(clock.now().timestamp())}))
                if who == "guest":
                    kept["bookmark"] = list(self.city.words)
            found = client.get_cookie(COOKIE)
            self._cookies[who] = "" if found is None else found.value
        return self._cookies[who]

    def _is_written(self) -> bool:
        """Whether anything was: it lies in the log beside the database until that is closed."""
        log = self._database.with_name(self._database.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def _put_back(self) -> None:
        self._leave()
        shutil.copy(self._before, self._database)

    def _leave(self) -> None:
        db.session.remove()
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            self._database.with_name(self._database.name + ending).unlink(missing_ok=True)


def filled(rule: str, values: Mapping[str, str]) -> str:
    """Return an address with ``values`` in its places."""
    return PLACE.sub(lambda place: values[place[1]], rule)
