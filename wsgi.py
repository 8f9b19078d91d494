"""The WSGI entry point: reads the environment and builds the application."""

import os
from pathlib import Path

from app.config import Settings
from app.factory import create_app
from app.ops.guard import refuse_mixed_demo_of

app = create_app(Settings.from_env(os.environ, root=Path(__file__).resolve().parent))
refuse_mixed_demo_of(app)
