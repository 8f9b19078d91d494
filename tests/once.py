"""What every application of a test run would work out anew, worked out once in a process.

Each test has an application and a database of its own, and everything in them is made for it,
but for what is the same each time and took a third of the tests' time: the addresses, which
Werkzeug parses and compiles, SQL, which SQLAlchemy writes and keeps for each engine, and the
themes of the house, which are read and measured.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask.sansio.blueprints import Blueprint
from flask.typing import RouteCallable
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map

from app import factory
from app.config import Settings
from app.ui import theme_file
from app.ui.theme import Theme

if TYPE_CHECKING:
    from types import CodeType


_ADDRESSES = Map()
_ADDED: set[tuple[object, ...]] = set()
_BLUEPRINTS: dict[Blueprint, tuple[int, dict[str, RouteCallable]]] = {}
_ADDS_AN_ADDRESS = "Blueprint.add_url_rule.<locals>.<lambda>"
"""What Flask calls the step in which a blueprint adds an address to an application."""
_STATEMENTS: LRUCache[Any, Any] = LRUCache(2000)


_THEMES: dict[str, Theme] = {}
_SHIPPED = theme_file.shipped()


def _theme(settings: Settings) -> Theme:
    if settings.theme not in _SHIPPED:
        return theme_file.load(settings)
    return _THEMES.get(settings.theme) or _THEMES.setdefault(
        settings.theme, theme_file.load(settings)
    )


class _Application(factory.Synchronous):
    """An application with the addresses that all have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as Flask
        super().__init__(*args, **kwargs)
        self.url_map = _ADDRESSES

    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:  # noqa: ANN401  as Flask
        """Take a blueprint that another application had: its views at once, the rest as Flask."""
        steps = blueprint.deferred_functions
        count, views = _BLUEPRINTS.get(blueprint, (0, {}))
        if count != len(steps):
            before = set(self.view_functions)
            super().register_blueprint(blueprint, **options)
            new = {name: self.view_functions[name] for name in self.view_functions.keys() - before}
            _BLUEPRINTS[blueprint] = len(steps), new
            return
        others = [step for step in steps if step.__qualname__ != _ADDS_AN_ADDRESS]
        blueprint.deferred_functions = others
        try:
            super().register_blueprint(blueprint, **options)
        finally:
            blueprint.deferred_functions = steps
        self.view_functions.update(views)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001  as Flask
        **options: Any,  # noqa: ANN401  as Flask
    ) -> None:
        """Add an address that no application had yet; the view is taken in any case."""
        name = str(endpoint or getattr(view_func, "__name__", ""))
        what = rule, name, provide_automatic_options, *sorted(map(str, options.items()))
        if view_func is not None and what in _ADDED:
            view = self.view_functions.setdefault(name, view_func)
            if view is view_func:
                return
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)
        _ADDED.add(what)


class Compiled(FileSystemBytecodeCache):
    """Compiled templates: a folder for all workers of a run, and each one's own memory.

    The code depends on the options of its environment: each kind of environment has its folder.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(str(folder))
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, unless nobody has compiled this source yet."""
        place = bucket.key, bucket.checksum
        if place in self._codes:
            bucket.code = self._codes[place]
            return
        super().load_bytecode(bucket)
        if bucket.code is not None:
            self._codes[place] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        super().dump_bytecode(bucket)
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def share() -> None:
    """Let all applications share their addresses and themes; views stay each one's own."""
    setattr(factory, "Synchronous", _Application)  # noqa: B010  mypy refuses the plain form
    setattr(factory, "load_theme", _theme)  # noqa: B010  as above


def compile_statements(engine: Engine) -> None:
    """Let an engine find the SQL that another one of the same kind has written already."""
    setattr(engine, "_compiled_cache", _STATEMENTS)  # noqa: B010  as above


def _hash(dialect: DefaultDialect) -> int:
    return hash(type(dialect))


def _is_same(dialect: DefaultDialect, other: object) -> bool:
    return type(dialect) is type(other)


setattr(DefaultDialect, "__hash__", _hash)  # noqa: B010  as above
setattr(DefaultDialect, "__eq__", _is_same)  # noqa: B010  as above
