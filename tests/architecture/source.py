"""The house's own source, parsed once for all rules."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, eq=False)
class Module:
    """One Python file. ``package`` is the second name: ``learning`` of ``app.learning.rules``."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """The dotted name, ``app.learning.rules``."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The package below ``app``, or "" at the top."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def room(self) -> str:
        """The module or folder below the package: ``views`` of ``app.learning.views.player``."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else ""

    def at(self, node: ast.AST) -> str:
        """Return where ``node`` stands, for a message."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@cache
def modules(folder: str = "app") -> tuple[Module, ...]:
    """Return every module below a top-level folder."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, ast.parse(text), text.count("\n")))
    return tuple(found)


@cache
def calls(tree: ast.AST) -> tuple[tuple[ast.Call, str], ...]:
    """Return each call with the dotted name that is called, as far as it is plain."""
    return tuple(
        (node, dotted(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)
    )


def dotted(node: ast.expr) -> str:
    """Return what ``ast.unparse`` says, which is slow where a name is plain."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ast.unparse(node)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that belong to the repository: committed, or new and not ignored."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607  git is where PATH says
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in told.split("\0") if name and (path := ROOT / name).is_file())
