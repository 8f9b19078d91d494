"""The ceilings P (one ORM SELECT and a 28 kB Jinja page) and I (one ORM INSERT, committed).

CEILING_URL names the database, SQLite or PostgreSQL. Run ``init()`` once, then serve ``app``.
``synchronous`` is FULL, as in the application: both sides pay for the same promise.
"""

import itertools
import json
import os
import sqlite3

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import String, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

app = Flask(__name__)
engine = create_engine(os.environ["CEILING_URL"])
Session = sessionmaker(engine)
numbers = itertools.count(1)
ROWS = [{"i": i, "t": f"Item {i}", "d": "word " * 8, "p": i % 100} for i in range(120)]
PAYLOAD = json.dumps({"actor": {"account": {"name": "l1"}}, "result": {"success": True}}) * 5
LESSONS = 2000


@event.listens_for(engine, "connect")
def _pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")


class Base(DeclarativeBase):
    """The two tables below."""


class Lesson(Base):
    """A page's row."""

    __tablename__ = "lesson"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]


class Answer(Base):
    """An insert's row."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    item: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str]


def init() -> None:
    """Make the tables and their rows."""
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    body = "<p>Photosynthesis is a process. </p>" * 40
    with Session() as session:
        lessons = (Lesson(id=i, title=f"Lesson {i}", body=body) for i in range(1, LESSONS + 1))
        session.add_all(lessons)
        session.commit()


@app.get("/page")
def page() -> ResponseReturnValue:
    """Ceiling P."""
    with Session() as session:
        lesson = session.get_one(Lesson, next(numbers) % LESSONS + 1)
    return render_template("page.html", title=lesson.title, body=lesson.body, items=ROWS)


@app.post("/insert")
def insert() -> ResponseReturnValue:
    """Ceiling I."""
    with Session() as session:
        session.add(Answer(user_id=next(numbers) % 200, item="i1", payload=PAYLOAD))
        session.commit()
    return "", 204
