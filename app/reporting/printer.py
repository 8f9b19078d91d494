"""The process that makes one paper: what it says as JSON in, a PDF out, limits on all.

Run by ``press`` as ``python -m app.reporting.printer``. typst sees the paper's own files, our
fonts, and nothing else.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

CPU_SECONDS = 20
MEMORY_BYTES = 2 * 1024**3
ROOT = Path(__file__).resolve().parents[2]
PAPER = Path(__file__).parent / "papers" / "council.typ"
FONTS = tuple(
    ROOT / "frontend/node_modules/@expo-google-fonts" / name
    for name in ("shippori-mincho", "biz-udpgothic")
)


def main() -> None:
    """Read a job from standard input, and write what came of it to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.buffer.write(_made(job, Path(folder)))


def _made(job: dict[str, Any], folder: Path) -> bytes:
    (folder / "data.json").write_text(json.dumps(job["says"], ensure_ascii=False))
    main_file = folder / "main.typ"
    main_file.write_bytes(PAPER.read_bytes())
    compiler = typst.Compiler(
        str(main_file),
        root=str(folder),
        font_paths=list(map(str, FONTS)),
        ignore_system_fonts=True,
    )
    made = compiler.compile(format="pdf", pdf_standards=["a-2a"], timestamp=job["at"])
    return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    main()
