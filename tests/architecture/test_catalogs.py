"""Catalogs: every interface string has its English, and the catalog holds nothing else.

The strings are extracted as `make strings` does it, with app/i18n/babel.cfg.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.architecture.source import ROOT, calls, modules

APP = ROOT / "app"
CONFIG = APP / "i18n" / "babel.cfg"
TRANSLATIONS = APP / "i18n" / "translations"
CATALOGS = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))

JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MARKERS = {"_", "_l", "N_", "gettext", "ngettext"}
PLURAL_MARKERS = {"ngettext"}

MARKED_ELSEWHERE = {
    "attested.state_reason",  # of app/talent, or what a person wrote
    "card.text",  # app/ops/demo.py
    "check[]",  # a verdict that is kept
    "check.detail",  # app/credentials/verdict.py
    "check.title",
    "check.what",  # app/home/accessibility.py
    "done.reason",  # app/credentials/verdict.py
    "found.row.question",  # app/endorsements/service/bringing.py, or what a person wrote
    "group",
    "groups[]",
    "notice.reason",
    "one.reason",
    "one.row.question",
    "proof.certificate.reason",  # app/talent/ingest.py, or what a person wrote
    "row.question",
    "row.reason",
    "row.terms.name",  # app/catalog/licenses.py
    "row.verb",  # app/home/queries.py, or another tool's word
    "standing.cell.reason",
    "verdict.failing.title",
}
"""Sentences that a template translates, but that stand with N_() where they come from."""

STAYS_JAPANESE = {"日本語"}
"""The name of a language, in that language."""

QUOTED = {
    "昭和": "a way to write a year that the field takes",
    "年": "of the same year",
    "髙": "a character that a name may have",
    "あ": "what is drawn on the button",
    **dict.fromkeys(
        ("職員番号", "新所属", "新職名", "主務", "兼務", "発令日"), "the headings of a table"
    ),
    **dict.fromkeys(("課長", "係長"), "titles of posts, as the field is filled in"),
}
"""Japanese inside English sentences, and why."""

COUNTED = {
    "%(n)s項目の名前と、その名前がどこから来たかの一覧です。",
    "%(n)s種類のページを、%(widths)sピクセルの幅で見ました。どれも、横に動かさずに読めます",
    "例: 香林坊, こうりんぼう（%(n)s行まで）",
    "（%(n)s回）",
    "10文字から%(n)s文字までで書いてください。",
    "%(n)s文字までにしてください。",
    "%(n)sか月以内",
    "%(n)s文字より短いと、広すぎることが多いです。だれの、いつの、どこのことかを足してください。",
    "%(n)s文字より長いと、読みきれません。事情は「困っているのは」に移せます。",
    "募集のおわりから%(n)sか月より後です。答えを聞く前に、卒業する人がいます。",
}
"""Sentences that are only said of two or more; the others avoid a plural beside a number."""


@cache
def sources() -> dict[str, tuple[str | tuple[str, ...], str]]:
    """Return the strings of code and templates by their first form, and where each stands."""
    with CONFIG.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = {}
    for name, line, message, _, _ in extract_from_dir(
        APP, methods, options, keywords={**DEFAULT_KEYWORDS, "_l": None}
    ):
        first = message if isinstance(message, str) else message[0]
        found[first] = (message, f"app/{name}:{line}")
    return found


@cache
def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _messages(path: Path) -> Iterator[tuple[str, Message]]:
    for message in _catalog(path):
        if message.id:
            yield _first(message), message


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    """Return what was written for a message, one text or one a plural form."""
    written = message.string or ""
    return (written,) if isinstance(written, str) else tuple(written)


def _language(path: Path) -> str:
    return path.parent.parent.name


every_catalog = pytest.mark.parametrize("path", CATALOGS, ids=_language)


def test_there_are_strings_and_an_english_catalog() -> None:
    assert sources()
    assert "en" in [_language(path) for path in CATALOGS]


@every_catalog
def test_every_string_is_translated(path: Path) -> None:
    written = {first: _forms(message) for first, message in _messages(path)}
    missing = [
        f"{where}: {first}"
        for first, (_, where) in sources().items()
        if not all(text.strip() for text in written.get(first, ("",)))
    ]
    assert missing == [], "run `make strings`, then fill the empty ones"


@every_catalog
def test_a_catalog_holds_only_what_is_said_and_nothing_doubtful(path: Path) -> None:
    unused = [first for first, _ in _messages(path) if first not in sources()]
    fuzzy = [first for first, message in _messages(path) if message.fuzzy]
    assert unused == [], "run `make strings`"
    assert fuzzy == [], "read these anew and take the fuzzy mark off"
    assert list(_catalog(path).obsolete) == [], "no page says these any more"


@every_catalog
def test_placeholders_are_the_same(path: Path) -> None:
    faults = []
    for first, message in _messages(path):
        wanted = set(PLACEHOLDER.findall(first))
        forms = _forms(message)
        for place, text in enumerate(forms):
            given = set(PLACEHOLDER.findall(text))
            spared = {"n", "num"} if len(forms) > 1 and place == 0 else set()  # «one course»
            if not wanted - spared <= given <= wanted:
                faults.append(f"{first}: {sorted(given)} instead of {sorted(wanted)}")
            if "%(" in PLACEHOLDER.sub("", text):
                faults.append(f"{first}: a place is written %(name)s")
    assert faults == []


@every_catalog
def test_plurals_are_told_apart_where_a_language_does(path: Path) -> None:
    faults = []
    for first, message in _messages(path):
        source = sources()[first][0]
        if isinstance(source, tuple):
            if source[0] != source[1]:
                faults.append(f"{first}: Japanese has one form; give ngettext the same text twice")
            if len(_forms(message)) != _catalog(path).num_plurals:
                faults.append(f"{first}: {_catalog(path).num_plurals} forms are needed")
        else:
            if len(_forms(message)) != 1:
                faults.append(f"{first}: plural forms, but the page asks with _()")
            clumsy = re.search(r"\(s\)|%\(n\)s (?!was\b|is\b|has\b)[a-z]+s\b", _forms(message)[0])
            if clumsy and first not in COUNTED:
                faults.append(
                    f"{first}: «{clumsy[0]}» is wrong for one; say it otherwise, or ngettext"
                )
    assert faults == []


def test_the_english_catalog_is_english() -> None:
    left = [
        f"{first}: {hit}"
        for path in CATALOGS
        if _language(path) == "en"
        for first, message in _messages(path)
        for text in _forms(message)
        for hit in JAPANESE.findall(text)
        if hit not in QUOTED
    ]
    assert left == []


def test_strings_in_code_are_literals_that_extraction_finds() -> None:
    faults = [
        f"{module.at(call)}: {ast.unparse(call)[:60]}"
        for module in modules()
        for call, name in calls(module.tree)
        if name in MARKERS and module.name not in {"app.ui.strings", "app.i18n.marks"}
        for message in call.args[: 2 if name in PLURAL_MARKERS else 1]
        if not (isinstance(message, ast.Constant) and isinstance(message.value, str))
    ]
    assert faults == [], "f-strings, sums and names are not found; take placeholders"


def test_strings_in_templates_are_literals_that_extraction_finds() -> None:
    faults = []
    for path in sorted(APP.rglob("templates/**/*.html")):
        source = path.read_text(encoding="utf-8")
        tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(source)  # noqa: S701  nothing is rendered
        known = {
            id(text)
            for compared in tree.find_all(nodes.Compare)
            for text in compared.find_all(nodes.Const)
        }
        for call in tree.find_all(nodes.Call):
            if not (isinstance(call.node, nodes.Name) and call.node.name in MARKERS):
                continue
            messages = call.args[: 2 if call.node.name in PLURAL_MARKERS else 1]
            known |= {id(message) for message in messages}
            faults += [
                f"{path.relative_to(ROOT)}:{call.lineno}: {_dotted(message) or 'an expression'}"
                for message in messages
                if not isinstance(message, nodes.Const)
                and _dotted(message) not in MARKED_ELSEWHERE
            ]
        faults += [
            f"{path.relative_to(ROOT)}:{text.lineno}: {text.value} is outside of _()"
            for text in tree.find_all(nodes.Const)
            if isinstance(text.value, str) and JAPANESE.search(text.value)
            if id(text) not in known and text.value not in STAYS_JAPANESE
        ]
    assert faults == []


def _dotted(node: nodes.Node) -> str:
    """Return ``check.title`` for that, ``groups[]`` for one of them, "" for all the rest."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (before := _dotted(node.node)):
        return f"{before}.{node.attr}"
    if isinstance(node, nodes.Getitem) and (before := _dotted(node.node)):
        return f"{before}[]"
    return ""
