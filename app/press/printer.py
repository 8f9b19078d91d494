"""The process that sets one paper: what it says as JSON in, the PDF out, limits on all."""

import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

CPU_SECONDS = 40
MEMORY_BYTES = 4 * 1024**3
ROOT = Path(__file__).resolve().parents[2]
FONTS = tuple(
    ROOT / "frontend/node_modules/@expo-google-fonts" / name
    for name in ("biz-udpgothic", "shippori-mincho")
)


def main() -> None:
    """Read a paper from standard input, and write it to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    paper = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.buffer.write(_made(paper, Path(folder)))


def _made(paper: dict[str, Any], folder: Path) -> bytes:
    main_file = folder / "main.typ"
    shutil.copy(paper["template"], main_file)
    for name, path in paper["pictures"].items():
        shutil.copy(path, folder / Path(name).name)
    (folder / "data.json").write_text(json.dumps(paper["told"], ensure_ascii=False))
    compiler = typst.Compiler(
        str(main_file),
        root=str(folder),
        font_paths=list(map(str, FONTS)),
        ignore_system_fonts=True,
    )
    made = compiler.compile(format="pdf", pdf_standards=["a-3a"], timestamp=paper["at"])
    return made if isinstance(made, bytes) else b""


if __name__ == "__main__":
    main()
