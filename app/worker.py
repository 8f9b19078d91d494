"""The outbox worker: the web application's code, and all that signs and delivers.

``flask --app app.worker outbox run``. The web process never imports this module, so that signing,
canonicalization and their libraries stay out of its memory.
"""

import os
import sys
from pathlib import Path

from flask import Flask

from app import factory, wiring
from app.config import Settings, SettingsError
from app.ops.guard import CannotStart


def create_worker(settings: Settings) -> Flask:
    """Build the application of the worker, which knows who listens to whom."""
    app = factory.create_app(settings)
    app.extensions["subscribers"] = wiring.SUBSCRIBERS
    return app


def create_app() -> Flask:
    """Build the worker from the environment, for the ``flask`` command."""
    try:
        settings = Settings.from_env(os.environ, root=Path(__file__).resolve().parents[1])
        return create_worker(settings)
    except (SettingsError, CannotStart) as error:
        sys.exit(f"届ける係を始められませんでした。何も変わっていません。\n\n{error}")
