"""The process that sets one paper: what it says as JSON in, the PDF out, limits on all.

Run by ``press`` as ``python -m app.talent.printing.printer``. typst sees the paper's own files,
our fonts, and nothing else.
"""

import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path

import typst

CPU_SECONDS = 40
MEMORY_BYTES = 4 * 1024**3
ROOT = Path(__file__).resolve().parents[3]
PAPERS = Path(__file__).resolve().parents[1] / "papers"
FONTS = (ROOT / "frontend/node_modules/@expo-google-fonts/biz-udpgothic",)


def main() -> None:
    """Read a paper from standard input, and write it to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    paper = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        main_file = Path(folder) / "main.typ"
        shutil.copy(PAPERS / f"{paper['template']}.typ", main_file)
        (Path(folder) / "data.json").write_text(json.dumps(paper["told"], ensure_ascii=False))
        compiler = typst.Compiler(
            str(main_file),
            root=folder,
            font_paths=list(map(str, FONTS)),
            ignore_system_fonts=True,
        )
        made = compiler.compile(format="pdf", pdf_standards=["a-3a"], timestamp=paper["at"])
        sys.stdout.buffer.write(made if isinstance(made, bytes) else b"")


if __name__ == "__main__":
    main()
