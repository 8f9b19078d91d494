"""What the bench takes: a save by itself, the page, the preview; and what the page weighs.

    .venv/bin/python -m benchmarks.authoring [--saves 40]

Starts our server as ``make run`` does, begins a draft of each course on file, and changes one
block of a lesson again and again, as the page's script does. Then the same in a lesson made long:
200 blocks. Figures are milliseconds until the answer is there, over loopback, and the server's
CPU time; sizes are kilobytes, packed.
"""

import argparse
import gzip
import html
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.ops.demo import PASSWORD
from app.ui.assets import DIST
from benchmarks.web import ROOT, Client, Server, ours

COURSES = ROOT / "courses"
LONG = 200
"""Blocks of the lesson that is made long."""
GOAL_MS, GOAL_JS = 150, 200
OK, SEE_OTHER = 200, 303


@dataclass
class Block:
    """An open block, as the page's script knows it."""

    address: str
    fields: dict[str, object]

    def take(self, page: str) -> None:
        """Note where the block stands now."""
        for name in ("start", "end", "number", "line"):
            found = re.search(rf'name="{name}" value="(\d+)"', page)
            if found is None:
                sys.exit(f"{self.address} tells no {name}")
            self.fields[name] = found[1]


def an_author(port: int) -> Client:
    """Sign an administrator in."""
    client = Client(port)
    form: dict[str, object] = {"login": "kanri", "password": PASSWORD}
    client.send("POST", "/sign-in", {**form, "csrf_token": client.token("/sign-in?own=1")})
    return client


def a_draft(author: Client, slug: str) -> str:
    """Begin a draft; return the address of its first lesson."""
    token = author.token("/authoring/")
    _, draft, _ = author.send("POST", f"/authoring/courses/{slug}", {"csrf_token": token})
    lesson = min(path for path in (COURSES / slug).glob("0*/0*.md"))
    return f"{urlsplit(draft).path}/files/{lesson.relative_to(COURSES / slug)}"


def opened(author: Client, lesson: str, line: int | None = None) -> Block:
    """Open a block of text."""
    page = author.send(
        "GET", f"{lesson}?text=1" if line is None else f"{lesson}?block={line}&text=1"
    )[2]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    text = re.search(r'<textarea class="source"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    if token is None or text is None:
        sys.exit(f"{lesson} has no open block")
    block = Block(lesson, {"csrf_token": token[1], "text": html.unescape(text[1])})
    block.take(page)
    return block


def save(author: Client, block: Block, text: str) -> int:
    """Save as the page's script does, and take what follows from it."""
    block.fields["text"] = text
    status, _, answer = author.send("POST", block.address, block.fields, {"HX-Request": "true"})
    if status == OK:
        block.take(answer)
    return status


def make_long(author: Client, lesson: str) -> None:
    """Let the first block of text become as many as the lesson needs."""
    block = opened(author, lesson)
    page = author.send("GET", f"{lesson}?block=0")[2]
    wanted = LONG - page.count('<li class="block"')
    told = [
        f"{n}番目の話です。まちの子どもたちが、学校で見つけたことを書きます。"
        for n in range(wanted)
    ]
    save(author, block, "\n\n".join((str(block.fields["text"]), *told)))


def measured(server: Server, times: int, visit: Callable[[int], int]) -> tuple[list[float], float]:
    """Return the milliseconds of each visit, and the CPU time of one."""
    found = []
    before = server.cpu_seconds()
    for number in range(times):
        began = time.perf_counter()
        status = visit(number)
        found.append(1000 * (time.perf_counter() - began))
        if status != OK:
            sys.exit(f"a visit answered {status}")
    return found, 1000 * (server.cpu_seconds() - before) / times


def told(name: str, figures: tuple[list[float], float], goal: int | None = None) -> None:
    """Print a line of the table."""
    times, cpu = figures
    last = f"   (goal {goal})" if goal else ""
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{name:44}{statistics.median(times):8.1f}{p95:8.1f}{cpu:8.1f}{last}")


def weights(author: Client, lesson: str) -> None:
    """Print what the page is made of, packed."""
    page = author.send("GET", lesson)[2]
    sizes = {"HTML": len(gzip.compress(page.encode(), 6)) / 1024, "CSS": 0.0, "JS": 0.0}
    for file in re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js))"', page):
        sizes[file.rpartition(".")[2].upper()] += (DIST / f"{file}.gz").stat().st_size / 1024
    parts = ", ".join(f"{kind} {size:.1f} KB" for kind, size in sizes.items())
    print(f"packed: {parts} (goal of JS {GOAL_JS} KB)")


def measure(saves: int) -> None:
    """Measure and print."""
    print(f"{'':44}{'median':>8}{'p95':>8}{'CPU':>8}  ms")
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as server:
        author = an_author(server.port)
        for slug in sorted(path.name for path in COURSES.iterdir() if path.is_dir()):
            lesson = a_draft(author, slug)
            of_lesson(server, author, lesson, slug, saves)
        lesson = a_draft(author, "kojin-joho")
        make_long(author, lesson)
        of_lesson(server, author, lesson, f"kojin-joho, {LONG} blocks", saves)
        weights(author, lesson)


def of_lesson(server: Server, author: Client, lesson: str, name: str, saves: int) -> None:
    """Measure one lesson."""
    block = opened(author, lesson)
    text, line = str(block.fields["text"]), block.fields["line"]
    save(author, block, f"{text}。")

    def one(number: int) -> int:
        return save(author, block, f"{text}{number}回目。")

    def page(number: int) -> int:
        one(number)
        return author.send("GET", f"{lesson}?block={line}")[0]

    shown = lesson.replace("/files/", "/preview/") + f"?block={line}"
    told(f"{name}: a save", measured(server, saves, one), GOAL_MS)
    told(f"{name}: a save and the page anew", measured(server, saves // 2, page))
    author.send("GET", f"{shown}&readings=1")
    told(f"{name}: the preview", measured(server, saves, lambda _: author.send("GET", shown)[0]))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--saves", type=int, default=40)
    measure(parser.parse_args().saves)


if __name__ == "__main__":
    main()
