"""The site as ``make run`` starts it: real processes, that all end when it ends."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.ops.guard import CannotStart
from app.ops.lock import running
from app.start import serve
from app.start.__main__ import main
from tests.conftest import ROOT
from tests.factories.catalog import course_files

SECONDS = 120
"""The most that anything may take, on a machine that does much else besides."""
SECOND_START_SECONDS = 5


@pytest.fixture(autouse=True, scope="module")
def _only_once(engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("the same on either engine")


@dataclass
class Site:
    """An installation, and the start that runs it."""

    folder: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None
    first: float = 0
    """Seconds that the first start took, which makes everything."""

    def start(self) -> float:
        """Start it; return after how many seconds the first page came."""
        began = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.start", "run"],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        until(lambda: self.status("/healthz") == 200 or self.process_ended(), self.log)
        assert not self.process_ended(), self.log.read_text()
        return time.monotonic() - began

    def process_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, number: int) -> int:
        """Send a signal; return the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def pids(self) -> list[int]:
        """The supervisor, the web server and the worker, as the lock names them."""
        return [int(pid) for pid in (self.folder / "instance/running.lock").read_text().split()]

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as got:
                return int(got.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0


def until(is_so: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def group_of(leader: int) -> set[int]:
    """Return the living processes of a group: a web server's own workers too."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            state, _parent, group = stat.read_text().rpartition(")")[2].split()[:3]
            if state != "Z" and int(group) == leader:
                found.add(int(stat.parent.name))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a demo that runs."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    for name, data in course_files().items():
        path = folder / "courses" / "tameshi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
    site = Site(
        folder,
        port,
        {
            **kept,
            "DEMO": "1",
            "PORT": str(port),
            "INSTANCE_DIR": str(folder / "instance"),
            "COURSES_DIR": str(folder / "courses"),
            "WEB_WORKERS": "1",
            "PYTHONWARNINGS": "error::ResourceWarning",
        },
    )
    site.first = site.start()
    yield site
    if not site.process_ended():
        site.stop(signal.SIGTERM)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    said: str


Command = Callable[..., Done]


@pytest.fixture
def command(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """Return a function that gives a command of the start, in the environment of ``site``."""
    mask = os.umask(0o022)

    def run(*arguments: str, **env: str) -> Done:
        for name, value in (site.env | env).items():
            monkeypatch.setenv(name, value)
        status = main(list(arguments))
        captured = capsys.readouterr()
        return Done(status, captured.out + captured.err)

    yield run
    os.umask(mask)


def test_it_prints_the_address_and_the_cards_and_nothing_strange(site: Site) -> None:
    until(lambda: "止めるには" in site.log.read_text(), site.log)
    told = site.log.read_text()
    for part in (f"http://localhost:{site.port}", "署名の鍵を作りました", "yui", "パスワード"):
        assert part in told
    assert "Traceback" not in told
    assert "Warning" not in told


def test_it_listens_on_this_machine_alone(site: Site) -> None:
    listening = [
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{site.port:04X}")
    ]
    assert listening == [f"0100007F:{site.port:04X}"]  # 127.0.0.1


def test_what_it_keeps_is_its_owners_alone(site: Site) -> None:
    instance = site.folder / "instance"
    open_to_others = [path for path in instance.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_a_second_start_of_the_same_instance_is_refused(site: Site, command: Command) -> None:
    done = command("run", PORT=str(free_port()))
    assert (done.status, "もう動いています" in done.said) == (1, True)
    assert str(site.pids[0]) in done.said
    assert site.status("/healthz") == 200


def test_starting_afresh_is_refused_while_it_runs(site: Site, command: Command) -> None:
    done = command("reset")
    assert (done.status, "もう動いています" in done.said) == (1, True)
    assert site.status("/healthz") == 200


def test_a_taken_port_is_told_with_another_that_may_do(site: Site, command: Command) -> None:
    done = command("run", INSTANCE_DIR=str(site.folder / "other"))
    assert done.status == 1
    assert f"ポート {site.port} は、ほかのプログラムが使っています" in done.said
    assert f"PORT={site.port + 1} make run" in done.said
    assert not (site.folder / "other" / "terakoya.db").exists()


def test_a_killed_worker_is_started_again_and_pages_go_on(site: Site) -> None:
    before = site.pids
    os.kill(before[2], signal.SIGKILL)
    until(lambda: len(site.pids) == 3 and site.pids[2] != before[2], site.log)
    assert site.pids[:2] == before[:2]
    assert site.status("/") == 200
    assert "届ける係が止まりました" in site.log.read_text()


def test_ctrl_c_ends_every_process_and_the_second_start_is_quick(site: Site) -> None:
    groups = [group_of(pid) for pid in site.pids[1:]]
    assert all(groups)
    assert site.stop(signal.SIGINT) == 0
    assert [pid for group in groups for pid in group if is_alive(pid)] == []
    assert "Traceback" not in site.log.read_text()
    seconds = site.start()
    room = SECOND_START_SECONDS * 3  # the goal, and room for a busy machine
    assert seconds < max(room, site.first)  # one so busy that all took longer
    told = site.log.read_text()
    assert "作りました" not in told
    assert "用意ができました" in told


def test_a_database_lost_while_it_runs_is_no_empty_city_later(
    site: Site, command: Command
) -> None:
    database = site.folder / "instance" / "terakoya.db"
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    assert site.status("/healthz") == 503
    assert site.status("/courses") == 503
    pids = site.pids
    os.kill(pids[1], signal.SIGTERM)  # and the end of the web server is the end of the site
    assert site.process is not None
    assert site.process.wait(SECONDS) == 1
    assert [pid for pid in pids if is_alive(pid)] == []
    assert "ウェブサーバーが終わりました" in site.log.read_text()
    assert "Traceback" not in site.log.read_text()
    done = command("run")
    assert (done.status, "flask restore" in done.said) == (1, True)


# -- without a site -------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "now"]])
def test_an_unknown_command_is_answered_with_the_known_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "使い方" in capsys.readouterr().err


def test_faults_of_the_settings_are_listed_and_nothing_is_made(
    site: Site, command: Command, tmp_path: Path
) -> None:
    done = command("run", INSTANCE_DIR=str(tmp_path), PUBLIC_URL="x", DATABASE_URL="mysql://x")
    assert done.status == 1
    for part in ("始められませんでした", "・PUBLIC_URL", "・DATABASE_URL"):
        assert part in done.said
    assert not (tmp_path / "terakoya.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_stopping_is_heard(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with serve._signals() as stopping:  # noqa: SLF001  each by a site of its own takes long
        os.kill(os.getpid(), number)
        assert stopping == [number]
    assert signal.getsignal(number) == before


def test_what_does_not_stop_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    with running(tmp_path) as lock:
        command = [sys.executable, "-c", deaf]
        site = serve._Site(tmp_path, lock, lambda _text: None, command, command)  # noqa: SLF001
        site.start()
        pids = [child.pid for child in site.children.values()]
        site.stop()
    assert [pid for pid in pids if is_alive(pid)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_no_process_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from app.ops.lock import running; from app.start import serve\n"
        "command = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "with running(Path(sys.argv[1])) as lock:\n"
        "    serve._Site(Path.cwd(), lock, print, command, command).start()\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT)
    lock = tmp_path / "running.lock"
    until(lambda: lock.exists() and len(lock.read_text().split()) == 3, lock)
    pids = [int(pid) for pid in lock.read_text().split()]
    process.kill()
    process.wait()
    until(lambda: not any(is_alive(pid) for pid in pids), lock)


def test_a_port_for_the_system_alone_is_told_apart_from_a_taken_one() -> None:
    told = serve._no_port("127.0.0.1", 80, OSError(errno.EACCES, "Permission denied"))  # noqa: SLF001
    assert "1024以上" in told
    with pytest.raises(CannotStart, match=r"HOST=192\.0\.2\.1"):
        serve.refuse_taken_port("192.0.2.1", 8000)


def test_the_web_server_alone_refuses_a_demo_that_could_leak(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "INSTANCE_DIR": str(tmp_path), "DEMO": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--preload", "--bind", "127.0.0.1:0", "wsgi:app"],
        cwd=ROOT,
        env={**env, "PUBLIC_URL": "https://learn.example.jp"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode != 0
    assert "PUBLIC_URL をこの機械の中" in done.stderr
    assert "Traceback" not in done.stderr
