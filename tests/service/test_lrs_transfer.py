"""All statements go out as JSON Lines and come in again, and nothing else happens to them."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.db import Base, db
from app.identity.service import ensure_installation
from app.learning import service as learning
from app.lrs import service
from app.lrs.cli import cli
from app.lrs.models import Attachment, StoredStatement
from app.lrs.rules import AUTHORITY_NAME
from app.lrs.service import Attached, Received
from app.lrs.store import known
from app.lrs.transfer import export, importing
from app.lrs.transfer.file import NotAnExport, to_continue
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons
from tests.factories.lrs import HOME, NOW, a_full_statement, a_statement, a_voiding, an_actor

STORE_TABLES = (
    "statement",
    "statement_agent",
    "statement_activity",
    "statement_ref",
    "agent",
    "activity",
    "verb",
    "attachment",
)
ESSAY = b"an essay, in a file of its own"
SHA2 = hashlib.sha256(ESSAY).hexdigest()
PLATFORM = an_actor(AUTHORITY_NAME)
CLIENT = an_actor("client:abc")


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(cli, words)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def without_stored(path: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: {**one, "stored": None} for one in lines_of(path)}


def empty(session: Session) -> None:
    """Make the store as it was before its first statement; runs and people stay."""
    session.rollback()
    for name in STORE_TABLES:
        session.execute(sa.delete(Base.metadata.tables[name]))
    session.commit()
    known.forget(db.engine)


def write(path: Path, *lines: Any) -> Path:  # noqa: ANN401  text or JSON
    texts = (line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    path.write_bytes(b"".join(text + b"\n" for text in texts))
    return path


def docs(session: Session) -> list[str]:
    return list(session.scalars(sa.select(StoredStatement.doc).order_by(StoredStatement.seq)))


def stored(session: Session, statement_id: str) -> StoredStatement:
    session.expire_all()
    return session.scalars(sa.select(StoredStatement).filter_by(id=uuid.UUID(statement_id))).one()


def with_attachment(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
    attachment = {
        "usageType": "http://example.org/essay",
        "display": {"ja": "作文"},
        "contentType": "text/plain",
        "length": len(ESSAY),
        "sha2": SHA2,
    }
    return a_statement(id=str(uuid.uuid4()), attachments=[attachment | changes])


def store_with_attachment(session: Session) -> str:
    value = with_attachment()
    entries = service.prepare(
        [Received(orjson.dumps(value), value)],
        authority=CLIENT,
        version="2.0",
        counts=lambda _iri: False,
    )
    attached = [Attached(SHA2, "text/plain", ESSAY)]
    service.store(session, entries, now=NOW, attached=attached)
    return str(value["id"])


@pytest.fixture(autouse=True)
def _started(session: Session) -> None:
    ensure_installation(session, HOME, NOW)
    session.commit()


# --- out ---------------------------------------------------------------------------------------


def test_an_export_is_every_stored_statement_byte_for_byte(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    taken_back = service.record(session, a_statement(), now=NOW)
    service.record(session, a_voiding(taken_back), now=NOW + timedelta(seconds=1))
    service.record(session, a_full_statement(), now=NOW + timedelta(seconds=2), version="1.0.3")
    path = tmp_path / "all.jsonl"
    told = run(app, "export", "--output", str(path))
    assert told.exit_code == 0
    assert "3件を書き出しました" in told.stderr
    assert path.read_text().splitlines() == docs(session)
    assert path.stat().st_mode & 0o077 == 0, "a file of people's records is its owner's alone"


def test_without_a_file_it_goes_to_standard_output(app: Flask, session: Session) -> None:
    service.record(session, a_statement(), now=NOW)
    told = run(app, "export")
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines() == docs(session)
    assert run(app, "export", "--resume").exit_code == 2


def test_since_is_strictly_later_and_until_is_not(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    ids = [
        str(service.record(session, a_statement(), now=NOW + timedelta(hours=hour)))
        for hour in range(4)
    ]
    stored_at = [one.stored.isoformat() for one in (stored(session, id_) for id_ in ids)]
    path = tmp_path / "some.jsonl"
    words = ("--since", stored_at[0], "--until", stored_at[2], "--output", str(path))
    assert run(app, "export", *words).exit_code == 0
    assert [one["id"] for one in lines_of(path)] == ids[1:3]
    assert run(app, "export", "--since", "yesterday").exit_code == 2


def test_the_order_is_that_of_storing_also_across_pages(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 3)
    for hour in (2, 0, 1):
        batch = [a_statement() for _ in range(4)]
        service.record_all(session, batch, now=NOW + timedelta(hours=hour))
    session.commit()
    later = NOW + timedelta(days=1)
    pages = list(export.pages(session, now=later))
    found = [orjson.loads(line)["stored"] for page in pages for line in page]
    assert found == sorted(found)
    assert len({line for page in pages for line in page}) == 12
    assert [len(page) for page in pages] == [3, 3, 3, 3]
    early = export.pages(session, now=NOW + timedelta(hours=1))
    assert sum(map(len, early)) == 8, "what is stored later than now is for the next export"


def test_a_finished_export_is_never_overwritten_and_can_be_continued(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "all.jsonl"
    service.record_all(session, [a_statement() for _ in range(3)], now=NOW)
    assert run(app, "export", "--output", str(path), "--resume").exit_code == 0
    before = path.read_bytes()
    told = run(app, "export", "--output", str(path))
    assert told.exit_code == 1
    assert "もうあります" in told.output
    assert path.read_bytes() == before
    service.record(session, a_statement(), now=NOW)  # at the very same instant
    service.record(session, a_statement(), now=NOW + timedelta(seconds=1))
    for _ in range(2):  # the second time there is nothing more
        assert run(app, "export", "--output", str(path), "--resume").exit_code == 0
        assert path.read_text().splitlines() == docs(session)


def test_what_was_broken_off_in_a_line_goes_on_after_the_last_whole_one(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    for second in range(5):
        moment = NOW + timedelta(seconds=second // 2)
        service.record(session, a_statement(), now=moment)
    texts = docs(session)
    path, partial = tmp_path / "all.jsonl", tmp_path / "all.jsonl.part"
    partial.write_text(f"{texts[0]}\n{texts[1]}\n{texts[2]}\n{texts[3][:40]}")
    assert "--resume" in run(app, "export", "--output", str(path)).output
    assert run(app, "export", "--output", str(path), "--resume").exit_code == 0
    assert sorted(path.read_text().splitlines()) == sorted(texts)
    assert not partial.exists()


def test_a_file_that_is_no_export_is_left_as_it_is(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam,\n")
    told = run(app, "export", "--output", str(path), "--resume")
    assert told.exit_code == 1
    assert path.read_text() == "Dear Sir or Madam,\n"


def test_two_exports_do_not_write_one_file(app: Flask, session: Session, tmp_path: Path) -> None:
    service.record(session, a_statement(), now=NOW)
    path = tmp_path / "all.jsonl"
    run(app, "export", "--output", str(path))
    with to_continue(path):
        told = run(app, "export", "--output", str(path), "--resume")
    assert told.exit_code == 1
    assert "ほかの書き出し" in told.output


def test_a_long_last_instant_is_read_back_over_blocks(tmp_path: Path) -> None:
    line = b'{"id":"%d","stored":"2026-10-01T00:00:00Z","x":"' + b"x" * 5000 + b'"}'
    path = write(tmp_path / "long.jsonl", *(line % number for number in range(1000)))
    with to_continue(path) as (_file, place):
        assert place.ids == {str(number) for number in range(1000)}
    path.write_bytes(b"[1]\n")
    with pytest.raises(NotAnExport), to_continue(path):
        pass


def test_attachments_lie_beside_the_file_under_their_hash(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    store_with_attachment(session)
    folder, path = tmp_path / "files", tmp_path / "all.jsonl"
    words = ("export", "--output", str(path), "--attachments", str(folder), "--resume")
    assert run(app, *words).exit_code == 0
    assert [file.name for file in folder.iterdir()] == [SHA2]
    assert (folder / SHA2).read_bytes() == ESSAY
    session.execute(sa.update(Attachment).values(content=b"something else"))
    (folder / SHA2).write_bytes(b"damaged on the way")
    path.unlink()
    told = run(app, *words)
    assert told.exit_code == 1
    assert "1個は中身がハッシュと合いません" in told.output
    assert len(lines_of(path)) == 1, "the statements are all there"
    session.execute(sa.delete(Attachment))
    path.unlink()
    assert "添付 1個は中身がここになく" in run(app, *words).output


# --- in ----------------------------------------------------------------------------------------


def test_out_and_in_again_gives_the_same_statements_and_the_same_progress(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    own = a_run(session)
    for minutes, (key, response) in enumerate(RIGHT.items(), start=1):
        answer(session, own, key, response, minutes=minutes)
    assert finish_lessons(session, own)
    kept = own.progress
    taken_back = service.record(session, a_statement(), now=NOW)
    service.record(session, a_voiding(taken_back), now=NOW)
    service.record(session, a_full_statement(), now=NOW, version="1.0.3")
    store_with_attachment(session)
    path, again, files = tmp_path / "all.jsonl", tmp_path / "again.jsonl", tmp_path / "files"
    # The essay of the full statement has an address instead of bytes.
    out = run(app, "export", "--output", str(path), "--attachments", str(files))
    assert out.exit_code == 0, out.output
    empty(session)
    told = run(app, "import", str(path), "--attachments", str(files))
    assert told.exit_code == 0, told.output
    assert run(app, "export", "--output", str(again)).exit_code == 0
    assert without_stored(again) == without_stored(path)
    assert stored(session, str(taken_back)).voided
    assert session.get_one(Attachment, SHA2).content == ESSAY
    assert "progress rebuild" in told.stdout
    assert not learning.rebuild(session, own, check=True)
    assert own.progress == kept


def test_a_second_import_finds_everything_there(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    service.record_all(session, [a_statement() for _ in range(3)], now=NOW)
    path = tmp_path / "all.jsonl"
    run(app, "export", "--output", str(path))
    before = docs(session)
    told = run(app, "import", str(path))
    assert told.exit_code == 0
    assert "読んだ行 3、新しく入れた 0、もうある 3、内容がちがう 0" in told.stdout
    assert docs(session) == before


def test_stored_becomes_now_and_all_else_stays(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    given = a_full_statement() | {"stored": "2020-01-01T00:00:00Z"}
    context = given["context"]["contextActivities"]
    context["category"] = [context["category"]]
    del given["attachments"]
    began = datetime.now(UTC)
    assert run(app, "import", str(write(tmp_path / "one.jsonl", given))).exit_code == 0
    row = stored(session, given["id"])
    assert row.stored >= began - timedelta(milliseconds=1)
    assert orjson.loads(row.doc) | {"stored": None} == given | {"stored": None}


def test_numbers_are_spelled_as_they_came(app: Flask, session: Session, tmp_path: Path) -> None:
    text = orjson.dumps(a_statement(id=str(uuid.uuid4()))).replace(
        b'"object"', b'"result":{"score":{"raw":1.10}},"object"'
    )
    run(app, "import", str(write(tmp_path / "one.jsonl", text)))
    assert '"raw":1.10' in docs(session)[0]


def test_a_statement_without_a_time_happened_when_it_was_first_stored(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    one = a_statement(id=str(uuid.uuid4()), stored="2026-01-02T03:04:05Z")
    run(app, "import", str(write(tmp_path / "one.jsonl", one)))
    row = stored(session, one["id"])
    assert row.timestamp == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert orjson.loads(row.doc)["timestamp"] == one["stored"]


def test_only_what_the_platform_vouches_for_counts(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    registration = str(uuid.uuid4())
    own, foreign, nobodys = (
        a_statement(id=str(uuid.uuid4()), context={"registration": registration}, authority=who)
        for who in (PLATFORM, CLIENT, None)
    )
    assert (
        run(app, "import", str(write(tmp_path / "x.jsonl", own, foreign, nobodys))).exit_code == 0
    )
    assert stored(session, own["id"]).counts
    assert not stored(session, foreign["id"]).counts
    assert orjson.loads(stored(session, foreign["id"]).doc)["authority"] == CLIENT
    assert not stored(session, nobodys["id"]).counts
    assert orjson.loads(stored(session, nobodys["id"]).doc)["authority"] == an_actor("import")


def test_each_line_is_read_by_its_own_version(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    agents = {"contextAgents": [{"objectType": "contextAgent", "agent": an_actor("x")}]}
    ids = [str(uuid.uuid4()) for _ in range(4)]
    old = a_statement(id=ids[0], version="1.0.3", context=agents)
    new = a_statement(id=ids[1], version="2.0.0", context=agents)
    untold = a_statement(id=ids[2], timestamp="20261001T090000Z")
    wrong = a_statement(id=ids[3], version="0.9")
    path = write(tmp_path / "x.jsonl", old, new, untold, wrong)
    told = run(app, "import", str(path), "--dry-run")
    assert [line.split(":")[0] for line in told.stderr.splitlines()] == ["1行", "3行", "4行"]
    told = run(app, "import", str(path), "--version", "1.0.3")
    assert [line.split(":")[0] for line in told.stderr.splitlines()] == ["1行", "4行"]
    assert orjson.loads(stored(session, ids[2]).doc)["version"] == "1.0.0"


BAD = (
    (b"{", "no valid JSON"),
    (b'{"a":1,"a":2}', "given twice"),
    (b"NaN", "no valid JSON"),
    (b'"\xff"', "no valid JSON"),
    (b"[" * 200 + b"]" * 200, "deeper than 100"),
    (b"[]", "$"),
    (orjson.dumps(a_statement(verb={})), "$.verb.id"),
    (orjson.dumps(a_statement()), "$.id"),
    (orjson.dumps(with_attachment()), "$.attachments[0].sha2"),
)


def test_bad_lines_are_told_with_number_and_path_and_the_rest_goes_on(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_BYTES", 5000)
    good = [a_statement(id=str(uuid.uuid4())) for _ in range(2)]
    too_long = a_statement(id=str(uuid.uuid4()), result={"response": "x" * 20_000})
    lines = [good[0], *(line for line, _ in BAD), too_long, b"", good[1]]
    path = write(tmp_path / "x.jsonl", *lines)
    told = run(app, "import", str(path))
    assert told.exit_code == 1
    faults = told.stderr.splitlines()
    for number, (fault, (_, wanted)) in enumerate(zip(faults, BAD, strict=False), start=2):
        assert fault.startswith(f"{number}行: $")
        assert wanted in fault
    assert "11行: $: is longer than" in faults[-1]
    figures = "読んだ行 12、新しく入れた 2、もうある 0、内容がちがう 0、直すところがある 10"
    assert figures in told.stdout
    assert {one["id"] for one in map(orjson.loads, docs(session))} == {it["id"] for it in good}


def test_an_attachment_of_another_content_is_a_fault(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / SHA2).write_bytes(b"something else")
    path = write(tmp_path / "x.jsonl", with_attachment())
    assert run(app, "import", str(path), "--attachments", str(folder)).exit_code == 1
    (folder / SHA2).write_bytes(ESSAY)
    assert run(app, "import", str(path), "--attachments", str(folder)).exit_code == 0
    later = write(tmp_path / "y.jsonl", with_attachment())
    assert run(app, "import", str(later)).exit_code == 0, "the bytes are here already"
    elsewhere = with_attachment(sha2="ab" * 32, fileUrl="https://files.example.org/essay")
    assert run(app, "import", str(write(tmp_path / "z.jsonl", elsewhere))).exit_code == 0


def test_another_content_under_a_known_id_is_told_and_overwrites_nothing(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    first = a_statement(id=str(uuid.uuid4()), timestamp="2026-10-01T00:00:00Z")
    other = first | {"verb": {"id": "http://adlnet.gov/expapi/verbs/passed"}}
    path = write(tmp_path / "x.jsonl", first, other, first)
    for mode in (["--dry-run"], []):
        told = run(app, "import", str(path), *mode)
        assert told.exit_code == 1
        assert f"2行: {first['id']} は、ちがう内容で" in told.stderr
        assert " 1、もうある 1、内容がちがう 1、直すところがある 0" in told.stdout
    assert len(docs(session)) == 1
    assert "answered" in docs(session)[0]


def test_a_dry_run_tells_the_same_figures_and_changes_nothing(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    there = a_statement(id=str(uuid.uuid4()))
    service.record(session, there, now=NOW)
    new = [a_statement(id=str(uuid.uuid4())) for _ in range(5)]
    voiding = a_voiding(uuid.UUID(new[0]["id"]), id=str(uuid.uuid4()))
    clash = new[1] | {"result": {"success": True}}
    path = write(tmp_path / "x.jsonl", *new, there, voiding, clash, new[2], b"{")
    rehearsed = run(app, "import", str(path), "--dry-run")
    assert len(docs(session)) == 1
    assert "何も変えていません" in rehearsed.stdout
    done = run(app, "import", str(path))
    figures = "もうある 2、内容がちがう 1、直すところがある 1"
    assert f"新しく入る 6、{figures}" in rehearsed.stdout
    assert f"新しく入れた 6、{figures}" in done.stdout
    assert rehearsed.exit_code == done.exit_code == 1
    assert stored(session, new[0]["id"]).voided


def test_before_the_first_start_an_import_says_what_comes_first(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    session.execute(sa.delete(Base.metadata.tables["installation"]))
    told = run(app, "import", str(write(tmp_path / "x.jsonl", a_statement())))
    assert told.exit_code == 1
    assert "make run" in told.output
