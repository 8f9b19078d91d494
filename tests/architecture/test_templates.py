"""Templates: they compile, components stand alone, and people's words go through gettext.

Visible text takes ``ui.text(_("…"))``, which carries furigana for who needs it; attributes and
titles take ``_("…")``, because they can hold no markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from app.factory import create_app
from app.ui.components import Components
from tests.architecture.source import ROOT
from tests.conftest import settings_for

TEMPLATES = sorted((ROOT / "app").glob("**/templates/**/*.html"))
JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿]{2}")  # a single 「あ」 is a picture of a letter
PLAIN_TEXT = {"title", "option", "textarea", "script", "text"}
"""Elements whose text can hold no ruby."""

WITH_RUBY = re.compile(r"^(?!ui\.lang\().*(?:\bui\.text\(|\.html\()", re.DOTALL)
WORDS = re.compile(r"(?<!ui\.text\()(?<![\w.])(?:_|n?gettext|(?:j|plain_|child_)date)\(")
"""What returns words that know their readings, outside of what shows them."""

HANDED_ON = re.compile(r"ui\.|url_for\(|level\(")
"""What takes words as arguments; the components show their own, ``level`` is a macro of a page."""

FORBIDDEN = {
    r"\bhx-on\b|\bhx-on:": "hx-on is inline script; listen in frontend/js",
    r"[\"']js:|javascript:": "script in an attribute",
    r"\sstyle\s*=": "style attributes; use a class",
    r"\son[a-z]+\s*=\s*[\"']": "an inline listener",
    r"{%-?\s*autoescape": "autoescape is on everywhere",
    r"{%-?\s*(?:import|from)\b": "imports; components are offered as ui.<name>",
    r"<style\b": "styles belong in frontend/css",
    r"<(?:center|font|marquee|blink)\b": "presentation elements",
    r"\bplaceholder\s*=": "a placeholder is no label and vanishes; write support text",
}

REGIONS = re.compile(r'<div\b[^>]*\brole="region"[^>]*\baria-labelledby="([\w-]+)"')
SECTIONS = re.compile(
    r'<section\b[^>]*\baria-labelledby="([\w-]+)"|\bui\.(?:panel|fold)\([^%\n]*\bid="([\w-]+)"'
)


@dataclass(frozen=True)
class Said:
    """One expression of a template, and where it stands."""

    line: int
    expression: str
    in_tag: bool
    element: str


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return the site's template environment; no database is asked."""
    folder = tmp_path_factory.mktemp("templates")
    found: Environment = create_app(settings_for(folder, "sqlite://")).jinja_env
    return found


@pytest.fixture(scope="module")
def there(environment: Environment) -> frozenset[str]:
    """Return the names of all templates, each of which the next test compiles."""
    return frozenset(environment.list_templates())


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_compiles_and_asks_only_for_what_exists(
    environment: Environment, there: frozenset[str], path: Path
) -> None:
    tree = environment.parse(path.read_text(encoding="utf-8"))
    wanted = {name for name in meta.find_referenced_templates(tree) if name}
    assert wanted - there == set()
    missing = [
        f"ui.{node.attr}"
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "ui"
        if not hasattr(Components, node.attr)
        if f"ui/{node.attr}.html" not in there
    ]
    assert missing == []
    environment.compile(tree, filename=str(path))


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "app/ui/templates/ui/" in str(path)], ids=_name
)
def test_a_component_is_a_macro_of_its_own_name_and_sees_no_page(
    environment: Environment, path: Path
) -> None:
    source = path.read_text(encoding="utf-8")
    tree = environment.parse(source)
    if list(tree.find_all(nodes.Block)):
        return  # a layout that pages extend
    assert path.stem in [node.name for node in tree.find_all(nodes.Macro)]
    known = set(environment.globals) | {"caller", "g", "request", "session"}
    known |= {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    assert meta.find_undeclared_variables(tree) - known == set()
    assert source.lstrip().startswith("{#"), "say on top what its parameters are"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_no_script_no_style_and_no_unclean_text(path: Path) -> None:
    source = _without_comments(path.read_text(encoding="utf-8"))
    faults = [
        f"line {source.count(chr(10), 0, hit.start()) + 1}: {why}"
        for pattern, why in FORBIDDEN.items()
        for hit in re.finditer(pattern, source)
    ]
    drawn = re.findall(r"\{% set (\w+) = \{", source)  # a table of drawings in the file itself
    faults += [
        f"{hit[0]}: only content that was cleaned at publish is Markup, by its type"
        for hit in re.finditer(r"\{\{([^{}]*)\|\s*safe\b", source)
        if not any(hit[1].strip().startswith(f"{name}[") for name in drawn)
    ]
    assert faults == []


def test_no_table_that_scrolls_is_called_as_the_section_around_it() -> None:
    """Who jumps between landmarks could not tell two of one kind and one name apart."""
    faults = []
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        sections = {name for pair in SECTIONS.findall(source) for name in pair if name}
        faults += [
            f"{_name(path)}: {name}" for name in REGIONS.findall(source) if name in sections
        ]
    assert faults == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_words_go_through_gettext_and_text_shows_its_readings(
    environment: Environment, path: Path
) -> None:
    source = path.read_text(encoding="utf-8")
    faults = []
    for line, text in _bare_texts(environment, source):
        faults.append(f"line {line}: {text.strip()[:40]} is not inside _(…)")
    for said in _expressions(environment, source):
        plain = said.in_tag or said.element in PLAIN_TEXT
        if plain and WITH_RUBY.search(said.expression):
            faults.append(f"line {said.line}: ruby in an attribute or a title; take _(…), .plain")
        if not plain and WORDS.search(said.expression) and not HANDED_ON.match(said.expression):
            faults.append(f"line {said.line}: visible {said.expression[:40]}; take ui.text(_(…))")
    assert faults == []


def _without_comments(source: str) -> str:
    """Blank comments out, keeping the lines."""
    return re.sub(r"\{#.*?#\}", lambda hit: "\n" * hit[0].count("\n"), source, flags=re.DOTALL)


def _bare_texts(environment: Environment, source: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for line, kind, value in environment.lex(source):
        if kind == "name" and value in {"trans", "endtrans"}:
            depth += 1 if value == "trans" else -1
        found = JAPANESE.search(value) if kind == "data" and depth == 0 else None
        if found:
            yield line + value.count("\n", 0, found.start()), value


def _expressions(environment: Environment, source: str) -> Iterator[Said]:
    """Yield what is printed; the block ``title`` counts as the element of that name."""
    in_tag, element, expression, begun = False, "", "", 0
    source = re.sub(
        r"({%-? block title.*?%})(.*?)({%-? endblock)", r"\1<title>\2</title>\3", source
    )
    for line, kind, value in environment.lex(source):
        if kind == "data":
            for hit in re.finditer(r"<(/?)([a-zA-Z0-9]+)|>", value):
                if hit[0] == ">":
                    in_tag = False
                else:
                    in_tag = not hit[1]
                    element = "" if hit[1] else hit[2].lower()
        elif kind == "variable_begin":
            expression, begun = "", line
        elif kind == "variable_end":
            yield Said(begun, expression.strip(), in_tag, element)
        else:
            expression += value
