"""The process that makes one paper or picture: a job as JSON in, the file out, limits on all.

Run by ``press`` as ``python -m app.credentials.printer``. typst sets paper and draws SVG alike, so
that one wheel does both; it sees the job's own files, our fonts, and nothing else.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

CPU_SECONDS = 8
MEMORY_BYTES = 2 * 1024**3
ROOT = Path(__file__).resolve().parents[2]
PAPERS = Path(__file__).parent / "papers"
FONTS = tuple(
    ROOT / "frontend/node_modules/@expo-google-fonts" / name
    for name in ("shippori-mincho", "biz-udpgothic")
)
PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("picture.svg", width: 480pt)
"""


def main() -> None:
    """Read a job from standard input, and write what came of it to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.buffer.write(_made(job, Path(folder)))


def _made(job: dict[str, Any], folder: Path) -> bytes:
    for name, text in job["files"].items():
        (folder / name).write_text(text)
    main_file = folder / "main.typ"
    paper = job["paper"]
    main_file.write_bytes(PICTURE if paper is None else (PAPERS / f"{paper}.typ").read_bytes())
    compiler = typst.Compiler(
        str(main_file),
        root=str(folder),
        font_paths=list(map(str, FONTS)),
        ignore_system_fonts=True,
    )
    if paper is None:
        made = compiler.compile(format="png", ppi=90)
    else:
        made = compiler.compile(format="pdf", pdf_standards=["a-3a"], timestamp=job["at"])
    return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    main()
