"""House rules that no linter knows."""

import ast

import pytest

from tests.architecture.source import Module, calls, dotted, functions, modules

MOST_LINES = {"app": 400, "tests": 500, "benchmarks": 400}
MOST_VIEW_LINES = 20
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base"}

OPEN_ROOMS = {"service", "queries", "events", "models", "errors"}
"""What every package offers to the ones above it."""

OPEN_BESIDES: dict[str, set[str]] = {
    "authoring": {
        *("access", "policy", "standing"),  # who may do what with a draft
        "checking",  # what is left before publishing
        *("anchors", "rules", "blocks"),  # where slices of its files are, and what they are called
        "looks",  # whose screens an author may want to see
    },
    "consents": {
        *("asking", "rules"),  # whose children a page may show, and what is asked for
        "printing",  # the QR code of an address
    },
    "clients": {"caller", "calls"},  # who is calling, and whether they may go on
    # what was published, as values, and the lists of it
    "catalog": {
        *("aloud", "content", "coverage", "dilemmas", "drills", "edition", "kept", "lessons"),
        *("files", "history", "library", "licenses", "offered", "question_html", "questions"),
        "checks",  # what a careful author looks at
        "readings",  # which words want a look, and where they stand
        "sources",  # the files of a course, which are the form in which it is authored
        *("aside", "markdown"),  # the language of those files, into which pasted text is brought
    },
    "credentials": {
        *("keys", "openbadges", "registry", "results", "schema", "verdict", "verify"),
        *("claims", "did", "jwt", "status", "sandbox"),
    },  # checking is the registry's business as much as the issuer's
    "exchange": {"documents"},  # what an issuer elsewhere publishes, as it is fetched
    "learning": {
        *("screens", "trying"),  # the player's screens, for a lesson that is tried
        "merging",  # what two accounts of one person have learned
    },
    "rosters": {"madeup"},  # tables of a made-up city, for its story
    "personnel": {
        "policy",  # who keeps the register, and which places are the city's own
        "rules",  # how somebody is employed, and what becomes of it by what is told
    },
    "notify": {"hours"},  # when letters to staff may leave
    "mistakes": {"policy"},  # to whom the home tells how many wait
    "frameworks": {"source", "wording"},  # what an item of a framework is, as a value; its name
    "assignments": {"rules"},  # the states of somebody in an assignment
    "talent": {
        "policy",  # who reads the registry, and so assigns and plans for the whole city
        *("grounds", "telling"),  # what attests without a signature, and what is told of it
        *("doubts", "rules"),  # its being wrong, what stands, and what proves it
        "arrivals",  # the door for what comes from elsewhere
        "milestones",  # what HR's home begins with, told by whoever keeps the targets
        "words",  # what sources are called
    },
    "endorsements": {"policy"},  # to whom the home tells what waits
    "media": {"intake", "rules", "storage"},  # what comes from a browser, and where it is kept
    "identity": {
        *("kana", "login", "person"),  # who is asking, and the words of a しおり
        "looking",  # that somebody looked at another person's page
        *("admission", "entrances"),  # the one door, and other ways to it
        *("guards", "limits", "origins"),  # a fresh proof, stops that are noted, who made accounts
        *("policy", "rules"),  # who reaches whom, and how names and logins are kept
    },
}
"""What single packages offer besides."""

DOMAIN = {
    *("frameworks", "notify", "identity", "catalog", "lrs", "learning", "credentials"),
    *("talent", "home", "ops", "clients", "forwarding", "mistakes", "bookmarks", "authoring"),
    *("achievements", "editorial", "media", "preview", "consents", "rosters", "exchange"),
    *("personnel", "assignments", "workforce", "staffing", "endorsements", "surveys", "training"),
    *("reporting", "improvements"),
}

MAY_KNOW_THE_ENGINE = {
    *("app.db", "app.outbox.relay", "app.lrs.store", "app.search.index"),
    "app.ops.backup",  # sequences count on from where the restored rows end
}

ASSEMBLY = ("app.demo.", "app.factory", "app.worker", "app.wiring", "app.start")
"""Where the parts are put together: these may take any room of any package."""


def test_only_the_transaction_door_commits() -> None:
    faults = [
        f"{module.at(call)}: {name}()"
        for module in modules()
        if module.name != "app.db"
        for call, name in calls(module.tree)
        if name.endswith((".commit", ".begin"))
    ]
    assert faults == []


def test_only_the_clock_reads_the_time() -> None:
    reads = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
    faults = [
        f"{module.at(call)}: {name}()"
        for module in modules()
        if module.name != "app.clock"
        for call, name in calls(module.tree)
        if name.endswith(reads)
    ]
    assert faults == []


def test_what_is_below_the_views_is_told_the_time() -> None:
    rooms = {"rules", "statements", "service", "queries", "policy", "models", "forms"}
    faults = [
        f"{module.at(call)}: {name}(); take `now` as an argument"
        for module in modules()
        if module.room in rooms
        for call, name in calls(module.tree)
        if name == "clock.now"
    ]
    assert faults == []


def test_nothing_is_imported_inside_a_function() -> None:
    faults = [
        module.at(inner)
        for module in modules()
        for function in functions(module.tree)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert faults == []


def test_views_parse_ask_and_answer_in_twenty_lines() -> None:
    faults = [
        f"{module.at(function)}: {function.name} has {lines} lines"
        for module in modules()
        if module.room == "views"
        for function in functions(module.tree)
        if (lines := _body_lines(function)) > MOST_VIEW_LINES
    ]
    assert faults == []


def _body_lines(function: ast.FunctionDef) -> int:
    """Count the lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("folder", MOST_LINES)
def test_no_file_outgrows_its_name(folder: str) -> None:
    faults = [
        f"{module.path}: {module.lines} lines; make a folder of it, by job"
        for module in modules(folder)
        if module.lines > MOST_LINES[folder]
    ]
    assert faults == []


def test_every_module_has_a_name_that_says_something() -> None:
    faults = [m.name for m in modules() if NAMELESS & set(m.name.split("."))]
    assert faults == []


def test_a_relationship_across_packages_goes_one_way() -> None:
    home_of = {
        node.name: module.package
        for module in modules()
        if module.room == "models"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    faults = []
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.AnnAssign) or node.value is None:
                continue
            if "relationship(" not in ast.unparse(node.value):
                continue
            if "back_populates" not in ast.unparse(node.value):
                continue
            annotation = ast.unparse(node.annotation)
            away = {n for n in home_of if n in annotation and home_of[n] != module.package}
            faults += [f"{module.at(node)}: {annotation} lives elsewhere" for _ in away]
    assert faults == []


def test_packages_take_from_each_other_only_what_is_offered() -> None:
    faults = [
        f"{module.at(node)}: {target} is private to {target.split('.')[1]}"
        for module in modules()
        for node, target in _imports(module)
        if not _is_offered(module, target)
    ]
    assert faults == []


def _imports(module: Module) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            package_alone = node.module.count(".") == 1
            found += (
                [(node, f"{node.module}.{alias.name}") for alias in node.names]
                if package_alone
                else [(node, node.module)]
            )
    return [(node, target) for node, target in found if target.startswith("app.")]


def _is_offered(module: Module, target: str) -> bool:
    parts = target.split(".")
    package, room = parts[1], parts[2] if len(parts) > 2 else ""
    if package not in DOMAIN or package == module.package:
        return True
    if module.name.startswith(ASSEMBLY):
        return True
    return room in OPEN_ROOMS | OPEN_BESIDES.get(package, set())


def test_few_places_know_which_database_it_is() -> None:
    faults = [
        module.at(node)
        for module in modules()
        if not any(module.name.startswith(name) for name in MAY_KNOW_THE_ENGINE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and dotted(node).endswith("dialect.name")
    ]
    assert faults == []


def test_parallel_workers_collect_the_same_tests() -> None:
    """A name made by chance differs between workers, and then none of them runs."""
    faults = [
        f"{module.at(inner)}: write the value out"
        for module in modules("tests")
        for call, name in calls(module.tree)
        if name.endswith("parametrize")
        for inner, inner_name in calls(call)
        if inner_name.endswith(("uuid4", "now", "token_hex", "token_urlsafe"))
    ]
    assert faults == []
