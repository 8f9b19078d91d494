"""Who may do what is settled in policies: views ask them, and look at no post themselves."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, dotted, modules

OF_A_PERSON = frozenset({"posts", "all_posts", "has_role", "administers_city", "authors_for"})
"""What a policy looks at, and a view does not."""


def views() -> list[Module]:
    """Return the modules that answer requests."""
    return [
        one
        for one in modules()
        if any(part == "views" or part.endswith("_views") for part in one.name.split("."))
    ]


def looks_at_rights(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield where a module looks at posts, or names a role anywhere but in a guard."""
    guards = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) == "roles_required"
    )
    guarded = {inner for guard in guards for inner in ast.walk(guard)}
    for node in ast.walk(tree):
        is_role = isinstance(node, ast.Attribute) and dotted(node.value) == "Role"
        is_post = isinstance(node, ast.Attribute) and node.attr in OF_A_PERSON
        if is_post or (is_role and node not in guarded):
            yield node


def test_views_leave_it_to_policies_who_may_do_what() -> None:
    found = [one.at(node) for one in views() for node in looks_at_rights(one.tree)]
    assert len(views()) > 50
    assert found == [], "ask the package's policy"


def test_a_comparison_is_seen_and_a_guard_is_let_be() -> None:
    seen = ast.parse("if who.has_role(Role.TEACHER) or who.posts: pass")
    assert len(list(looks_at_rights(seen))) == 3
    let_be = ast.parse("@roles_required(Role.TEACHER)\ndef view(): ...")
    assert list(looks_at_rights(let_be)) == []
