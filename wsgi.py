"""The WSGI entry point: reads the environment and builds the application."""

import gc
import os
import sys
from pathlib import Path

from flask import Flask

from app.config import Settings, SettingsError, instance_dir
from app.factory import create_app
from app.ops.guard import CannotStart, refuse_lonely_database, refuse_mixed_demo_of
from app.ops.instance import ensure_instance


def load() -> Flask:
    """Build the application, or end with sentences that say what to settle first."""
    root = Path(__file__).resolve().parent
    try:
        ensure_instance(instance_dir(os.environ, root=root))
        settings = Settings.from_env(os.environ, root=root)
        refuse_lonely_database(settings)
        app = create_app(settings)
        refuse_mixed_demo_of(app)
    except (SettingsError, CannotStart) as error:
        sys.exit(f"始められませんでした。何も変わっていません。\n\n{error}")
    return app


app = load()

# What was loaded lives as long as the process. Frozen, it is not looked through again with every
# hundredth request, and a worker forked from here keeps sharing its memory.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
