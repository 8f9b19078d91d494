"""The answers to the city's sheet, and that what it says of the outside is so."""

import socket
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.forwarding.rules import Edition
from app.forwarding.service import NewForwarder, start
from tests.client import PageClient, sign_in
from tests.factories.federation import a_provider
from tests.factories.identity import NOW, a_citizen, a_school, an_administrator
from tests.factories.learning import a_run


def test_the_page_and_the_command_tell_classes_ports_and_what_leaves(
    client: PageClient, session: Session
) -> None:
    boss = an_administrator(session)
    new = NewForwarder("県の記録庫", "https://lrs.example.jp/xapi/", "k", "s", Edition.NEW)
    start(session, new, created_by=boss.id, secret_key="x" * 40, now=NOW)
    a_provider(session, "https://id.example.jp", a_school(session), by=boss.id)
    sign_in(client, boss)
    client.query_budget = 11  # one a kind of answer
    text = client.see("/admin/sheet").text
    assert "https://lrs.example.jp/xapi/" in text
    assert "https://id.example.jp" in text
    assert "「school のIDで入る」で" in text
    assert "password_hash" in text
    runner = client.application.test_cli_runner()
    told = runner.invoke(args=["ops", "sheet"])
    assert told.exit_code == 0, told.output
    assert "| https://lrs.example.jp/xapi/ |" in told.output
    assert runner.invoke(args=["ops", "sheet", "--csv"]).output.startswith("\ufeff")
    assert client.get("/admin/sheet.csv").status_code == 200
    sign_in(client, a_citizen(session))
    client.see("/admin/sheet", status=404)


@pytest.mark.skipif("config.getoption('--engine') != 'sqlite'", reason="the database is a socket")
def test_pages_and_lessons_open_no_connection_to_anywhere(
    app: Flask, client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = a_citizen(session)
    own = a_run(session, learner=learner)
    sign_in(client, learner)
    opened: list[object] = []

    def refuse(_self: socket.socket, address: Any) -> None:  # noqa: ANN401  as socket
        opened.append(address)
        raise OSError("no way out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    client.query_budget = 12  # the first visit is a statement
    lesson = own.course.lessons[0].key
    for url in ("/", "/my/data", "/my/data/all", "/courses", f"/courses/{own.run.slug}"):
        client.get(url, follow_redirects=True)
    client.see(f"/learn/{own.registration.id}/{lesson}/1")
    assert opened == []
