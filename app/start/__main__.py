"""``python -m app.start run|prepare|serve|demo|reset``: what the Makefile calls."""

import logging
import os
import sys
import time
from importlib import import_module
from pathlib import Path

from app.config import Settings, SettingsError, instance_dir
from app.ops import demo
from app.ops.guard import CannotStart, refuse_leaky_demo
from app.ops.instance import ensure_instance
from app.ops.lock import running
from app.start.prepare import prepare, require_prepared
from app.start.reset import set_aside
from app.start.serve import refuse_taken_port, serve

ROOT = Path(__file__).resolve().parents[2]
USAGE = "使い方: python -m app.start run|prepare|serve|demo|reset"
STOPPED_BY_HAND = 130


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` ask for; return the exit status."""
    if len(arguments) != 1 or arguments[0] not in {"run", "prepare", "serve", "demo", "reset"}:
        sys.stderr.write(USAGE + "\n")
        return 2
    os.umask(0o077)  # what lies in the instance is nobody else's business
    try:
        return _do(arguments[0])
    except (CannotStart, SettingsError) as error:
        sys.stderr.write(
            f"\n始められませんでした。これまでのデータは、そのままです。\n\n{error}\n"
        )
        return 1
    except KeyboardInterrupt:
        _say("\n止めました。")
        return STOPPED_BY_HAND


def _do(what: str) -> int:
    ensure_instance(instance_dir(os.environ, root=ROOT))
    settings = Settings.from_env(os.environ, root=ROOT)
    if what == "reset":
        _say(set_aside(settings))
        return 0
    refuse_leaky_demo(settings)
    with running(settings.instance_dir) as lock:
        if what in {"run", "serve"}:
            refuse_taken_port(settings.host, settings.port)
        if what == "serve":
            require_prepared(settings)
        else:
            began = time.monotonic()
            prepare(settings, root=ROOT, say=_say)
            _say(f"用意ができました（{time.monotonic() - began:.1f}秒）。")
        if what == "demo":
            _tell_a_story(settings)
        if what in {"prepare", "demo"}:
            return 0
        status = serve(settings, root=ROOT, lock=lock, greet=lambda: _greet(settings), say=_say)
    _say("\n止めました。")
    return status


def _tell_a_story(settings: Settings) -> None:
    """Bring a made-up board of education and city hall in, and let two years pass there.

    The worker's application is loaded for this alone: signing takes much memory.
    """
    telling = import_module("app.demo.telling")
    began = time.monotonic()
    scenes = telling.tell_all(settings, say=_say)
    took = f"{time.monotonic() - began:.0f}秒"
    _say(f"{scenes}の場面を入れました（{took}）。" if scenes else "もう、すべて入っています。")


def _greet(settings: Settings) -> None:
    _say(f"\n  寺子屋   {settings.public_url}\n")
    if settings.demo:
        _say("  体験用の人（サインインの画面で、押すだけで入れます）")
        for login, text in demo.cards():
            _say(f"    {login:<8} {text}")
        _say(f"    パスワードは、みんな {demo.PASSWORD}\n")
    _say("  止めるには Ctrl-C\n")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logging.getLogger("alembic").setLevel(logging.WARNING)
    sys.exit(main(sys.argv[1:]))
