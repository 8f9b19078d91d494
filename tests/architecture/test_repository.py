"""What the tracked files must not hold, and what the locks must."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, tracked

# Written in two halves, so that this file does not hold them.
REGISTRIES = [
    "registry.npm" + "js.org",
    "npm" + "js.com",
    "npm" + "mirror.com",
    "registry.yarn" + "pkg.com",
    "pypi" + ".org",
    "python" + "hosted.org",
    "deb.debian" + ".org",
    "jsdelivr" + ".net",
    "unpkg" + ".com",
    "cdnjs" + ".com",
]
INDEX_OPTIONS = re.compile(
    r"(?<!emit)(?<!no)-(?:-extra)?-index-url|^\s*(?:index|registry)\s*=\s*.?http"
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.:/-])/(?:work/(?:main|shared)|tmp/tk|root/|home/\w+/|Users/\w+/)"
)
LARGEST_BYTES = 900_000
LARGEST_CATALOG_BYTES = 1_400_000
"""A catalog is one file a language, as gettext looks it up: it grows with all that pages say."""
LARGEST_PICTURE_BYTES = 100_000
PICTURES = {".webp", ".png", ".jpg", ".jpeg", ".ico"}
TEXT = {
    *("", ".py", ".md", ".toml", ".html", ".css", ".js", ".mjs", ".json", ".in", ".lock", ".ini"),
    *(".mako", ".po", ".pot", ".txt", ".svg", ".cfg", ".npmrc", ".gitignore", ".yml", ".yaml"),
}


def _lines() -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}:{number}", line)
        for path in tracked()
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]


def test_no_address_of_a_package_registry_is_tracked() -> None:
    faults = [
        f"{where}: {line.strip()[:120]}"
        for where, line in _lines()
        if any(host in line for host in REGISTRIES) or INDEX_OPTIONS.search(line)
    ]
    assert faults == []


def test_no_path_of_somebodys_machine_is_tracked() -> None:
    faults = [f"{where}: {line.strip()}" for where, line in _lines() if MACHINE_PATHS.search(line)]
    assert faults == []


def _largest(path: Path) -> int:
    if path.suffix == ".po":
        return LARGEST_CATALOG_BYTES
    return LARGEST_PICTURE_BYTES if path.suffix in PICTURES else LARGEST_BYTES


def test_nothing_large_and_nothing_built_is_tracked() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {size} bytes"
        for path in tracked()
        if (size := path.stat().st_size) > _largest(path)
        or {"node_modules", "dist", "__pycache__"} & set(path.parts)
        or path.suffix in {".mo", ".pyc", ".db", ".woff2", ".ttf"}
    ]
    assert faults == []


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"]
)
def test_every_python_dependency_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert entries
    assert [e[:60] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []


@pytest.mark.parametrize(
    "folder", ["frontend", "tests/browser/npm", "tests/browser/oidc", "tests/verifier"]
)
def test_every_npm_dependency_is_pinned_and_hashed(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert entries
    assert [name for name, entry in entries.items() if "integrity" not in entry] == []
    assert [name for name, entry in entries.items() if "resolved" in entry] == []
    asked = json.loads((ROOT / folder / "package.json").read_text())
    wanted = {**asked.get("dependencies", {}), **asked.get("devDependencies", {})}
    assert [
        n for n, v in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+(-beta\.\d+)?", v)
    ] == []


def test_what_is_asked_for_is_locked() -> None:
    for name in ("requirements", "requirements-dev", "requirements-build"):
        asked = (ROOT / f"{name}.in").read_text().splitlines()
        locked = (ROOT / f"{name}.lock").read_text()
        names = [re.split(r"[\[=<>~ ]", line)[0] for line in asked if re.match(r"[a-z]", line)]
        missing = [one for one in names if not re.search(rf"^{re.escape(one)}==", locked, re.M)]
        assert missing == [], f"{name}.lock: run `make lock`"


def test_the_settings_of_the_tools_can_be_read() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["strict"]
