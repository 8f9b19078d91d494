"""The words list (文言集), over every interface string of the sources and catalogs."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import words
from tests.architecture.source import ROOT, modules

JAPANESE = re.compile("[ぁ-ゟァ-ヿ一-鿿]")


def _strings_of_python() -> Iterator[tuple[str, str]]:
    """Yield Japanese strings that are not docstrings: messages, labels, command output."""
    for module in modules():
        silent = {
            id(node.value)
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Constant) or id(node) in silent:
                continue
            if isinstance(node.value, str) and JAPANESE.search(node.value):
                yield module.at(node), node.value


def _strings_of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "app").rglob("templates/**/*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for number, line in enumerate(text.splitlines(), 1):
            if JAPANESE.search(line):
                yield f"{path.relative_to(ROOT)}:{number}", line


def _strings_of_catalogs() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "app").rglob("*.po")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if JAPANESE.search(line) and not line.startswith("#"):
                yield f"{path.relative_to(ROOT)}:{number}", line


def test_every_interface_string_keeps_to_the_words_list() -> None:
    found = [*_strings_of_python(), *_strings_of_templates(), *_strings_of_catalogs()]
    faults = [
        f"{where}: {fault}"
        for where, text in found
        for fault in words.faults(text, to_learners=False)
        if not where.startswith("app/i18n/")  # word lists for readings, never shown as such
    ]
    assert found
    assert faults == []
