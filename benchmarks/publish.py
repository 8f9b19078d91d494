"""What publishing a large course takes: seconds, and memory of the process and of what reads.

Makes a course of 100 lessons out of the shipped ones (their lessons over and over, under new
keys), and publishes it with ``flask courses publish`` on an empty database of its own. The
ceiling stands beside it: the analysis alone, over the same texts, in one process.

    .venv/bin/python -m benchmarks.publish [--lessons 100]
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
COURSES = ROOT / "courses"
LOOK_SECONDS = 0.05
GOAL_SECONDS, GOAL_MB = 20, 400


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lessons", type=int, default=100)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        characters = make_course(root / "courses" / "hyaku", asked.lessons)
        environment = {
            **os.environ,
            "SECRET_KEY": "x" * 32,
            "INSTANCE_DIR": str(root / "instance"),
            "DATABASE_URL": f"sqlite:///{root / 'publish.db'}",
        }
        flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
        subprocess.run(
            [*flask, "db", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True
        )
        seconds, peaks = measured(
            [*flask, "courses", "publish", str(root / "courses" / "hyaku")], environment
        )
    print(f"{asked.lessons} lessons, {characters:,} characters of Markdown")
    print(f"published in {seconds:.1f} s (goal: under {GOAL_SECONDS})")
    for name, megabytes in peaks.items():
        print(f"most memory of {name}: {megabytes:.0f} MB (goal: under {GOAL_MB})")


def make_course(folder: Path, lessons: int) -> int:
    """Write a course of many lessons; return its characters."""
    model = COURSES / "kojin-joho"
    folder.mkdir(parents=True)
    for name in ("course.toml", "objectives.toml", "completion.toml"):
        (folder / name).write_text((model / name).read_text())
    sources = sorted(model.glob("0*/0*.md"))
    characters = 0
    for number in range(lessons):
        module = folder / f"{number // 10 * 10 + 10:04d}-m{number // 10}"
        module.mkdir(exist_ok=True)
        (module / "module.toml").write_text(f'title = "第{number // 10 + 1}章"\n')
        source = sources[number % len(sources)].read_text()
        text = re.sub(r"(#see-|::: [a-z-]+ #)([a-z-]+)", rf"\1\2-{number}", source)
        (module / f"{number:04d}-lesson{number}.md").write_text(text)
        characters += len(text)
    return characters


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, dict[str, float]]:
    """Run a command; return its seconds, and the peak memory (RSS, MB) of it and its child."""
    began = time.monotonic()
    process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    peaks = {"the process that publishes": 0.0, "the analysis": 0.0}
    while process.poll() is None:
        try:
            own = process.memory_info().rss
            children = sum(child.memory_info().rss for child in process.children(recursive=True))
        except psutil.NoSuchProcess:
            break
        for name, amount in zip(peaks, (own, children), strict=True):
            peaks[name] = max(peaks[name], amount / 1e6)
        time.sleep(LOOK_SECONDS)
    if process.wait() != 0:
        sys.exit(f"it ended with {process.returncode}: {process.stdout.read()}")
    return time.monotonic() - began, peaks


if __name__ == "__main__":
    main()
