"""The WSGI entry point: reads the environment and builds the application."""

import os
import sys
from pathlib import Path

from flask import Flask

from app.config import Settings, SettingsError
from app.factory import create_app
from app.ops.guard import CannotStart, refuse_lonely_database, refuse_mixed_demo_of


def load() -> Flask:
    """Build the application, or end with sentences that say what to settle first."""
    try:
        settings = Settings.from_env(os.environ, root=Path(__file__).resolve().parent)
        refuse_lonely_database(settings)
        app = create_app(settings)
        refuse_mixed_demo_of(app)
    except (SettingsError, CannotStart) as error:
        sys.exit(f"始められませんでした。何も変わっていません。\n\n{error}")
    return app


app = load()
