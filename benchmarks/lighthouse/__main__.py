"""What Lighthouse says of the pages of learners: ``make lighthouse``.

Starts a demo, signs a child and a citizen in, and lets Lighthouse (locked in package-lock.json
beside this file, installed into ``.make/`` at the first run) look at each page as a slow phone
would, with an empty cache. Accessibility and best practices are the same at every run;
performance is measured by a throttled browser and is only worth something on a calm machine.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.web import Client
from tests.browser import chromium
from tests.browser.answers import lessons
from tests.browser.conftest import ROOT, Site, running_demo
from tests.page import Page

HERE = Path(__file__).parent
KEPT = ROOT / ".make" / "lighthouse"
COURSE = "kojin-joho"
CATEGORIES = ("performance", "accessibility", "best-practices")
WHOLE = 100
TRIES = 3


@dataclass(frozen=True)
class Place:
    """A page to look at: what it is called, its address, and the cookies of who looks."""

    name: str
    url: str
    cookies: Mapping[str, str]


def install() -> Path:
    """Return Lighthouse's program; install it when the lock has changed."""
    lock = KEPT / "package-lock.json"
    program = KEPT / "node_modules" / "lighthouse" / "cli" / "index.js"
    if program.is_file() and lock.read_bytes() == (HERE / lock.name).read_bytes():
        return program
    print("· Installing Lighthouse (benchmarks/lighthouse/package-lock.json)", flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, KEPT)
    command = [_tool("npm"), "ci", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(command, cwd=KEPT, env=_with_node(), stdout=subprocess.DEVNULL, check=True)
    return program


def places(site: Site) -> list[Place]:
    """Sign in whom the demo has, begin a course, and return what is to be looked at."""
    child, citizen = signed_in(site, "ゆいさん"), signed_in(site, "髙橋")
    course = f"/courses/{COURSE}"
    begun: dict[str, object] = {"csrf_token": child.token(course)}
    run = child.send("POST", f"{course}/start", begun)[1].rsplit("/", 2)[0]
    found = [
        Place("child home", site.url, child.cookies),
        Place("citizen home", site.url, citizen.cookies),
        Place("course", site.url + course, child.cookies),
    ]
    for name, asks in (("lesson", False), ("question", True)):
        key, number = next(
            (lesson.key, number)
            for lesson in lessons(COURSE)
            for number, step in enumerate(lesson.steps, start=1)
            if (step.question is not None) == asks
        )
        found.append(Place(name, f"{site.url}{run}/{key}/{number}", child.cookies))
    return found


def signed_in(site: Site, card: str) -> Client:
    """Come in by a card of the demo, named by how it begins."""
    client = Client(urlsplit(site.url).port or 0)
    page = Page(client.send("GET", "/sign-in")[2])
    user = next(
        one.get("value")
        for one in page.all("button")
        if one.get("name") == "user" and one.text.strip().startswith(card)
    )
    form: dict[str, object] = {"user": user, "csrf_token": client.token("/sign-in")}
    client.send("POST", "/sign-in/demo", form)
    return client


def look(place: Place, program: Path, browser: chromium.Browser) -> dict[str, Any]:
    """Return Lighthouse's report on a page; now and then its browser misses the beginning."""
    done = _looked(place, program, browser)
    for _ in range(TRIES - 1):
        if done.returncode == 0:
            break
        done = _looked(place, program, browser)
    done.check_returncode()
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _looked(
    place: Place, program: Path, browser: chromium.Browser
) -> subprocess.CompletedProcess[bytes]:
    cookies = "; ".join(f"{name}={value}" for name, value in place.cookies.items())
    return subprocess.run(
        [
            *(_tool("node"), str(program), place.url),
            *("--output=json", "--quiet", "--locale=ja", "--no-enable-error-reporting"),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={json.dumps({'Cookie': cookies})}",
            f"--chrome-flags={shlex.join(['--headless=new', *chromium.ARGUMENTS])}",
        ],
        env={**_with_node(), **browser.env, "CHROME_PATH": browser.executable},
        stdout=subprocess.PIPE,
        check=False,
    )


def costs(report: dict[str, Any], category: str) -> list[str]:
    """Return what costs points in a category, with what it was seen on."""
    found = []
    for ref in report["categories"][category]["auditRefs"]:
        audit = report["audits"][ref["id"]]
        if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
            seen = (audit.get("details") or {}).get("items") or ()
            marks = [one["node"]["snippet"][:120] for one in seen if "node" in one][:3]
            told = " ".join([audit.get("displayValue", ""), *marks]).strip()
            found.append(f"{ref['id']} {WHOLE * audit['score']:.0f}: {told}")
    return found


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _with_node() -> dict[str, str]:
    tools = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{tools}:{os.environ.get('PATH', '')}"}


def main() -> int:
    """Look at every page and print the table; 1 when a page is not free of faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="*", help="names of pages, such as lesson")
    only = parser.parse_args().only
    browser = chromium.find()
    if browser is None:
        print(chromium.HELP)
        return 1
    program, faulty = install(), False
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as site:
        print(f"{'':14}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for place in places(site):
            if only and place.name not in only:
                continue
            report = look(place, program, browser)
            scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
            row = "".join(f"{WHOLE * (scores[name] or 0):>16.0f}" for name in CATEGORIES)
            print(f"{place.name:14}{row}", flush=True)
            for name in CATEGORIES:
                for one in costs(report, name):
                    print(f"    {name}: {one}")
            faulty |= any(scores[name] != 1 for name in CATEGORIES[1:])
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
