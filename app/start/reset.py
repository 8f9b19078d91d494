"""Start afresh, keeping a copy: everything of the instance moves into ``instance/backups``."""

import shutil

import sqlalchemy as sa

from app import clock
from app.config import Settings
from app.ops.guard import CannotStart
from app.start.serve import running

STAYS = {"README.md", "backups", "running.lock"}


def set_aside(settings: Settings) -> str:
    """Move the instance's data aside; return a sentence that says where it is.

    Raises:
        CannotStart: The site is running, or its data lies in a database server.
    """
    if sa.make_url(settings.database_url).get_backend_name() != "sqlite":
        raise CannotStart(
            "PostgreSQL の中身は、ここからは消しません。`flask backup` で控えを取ってから、"
            "データベースを作りなおしてください。"
        )
    instance = settings.instance_dir
    with running(instance):
        stamp = clock.now().astimezone(clock.JST).strftime("%Y%m%d-%H%M%S")
        target = instance / "backups" / stamp
        moved = [path for path in sorted(instance.iterdir()) if path.name not in STAYS]
        if not moved:
            return "もともと空でした。何も変わっていません。"
        target.mkdir(parents=True, mode=0o700)
        for path in moved:
            shutil.move(path, target / path.name)
    return f"はじめの状態にもどしました。前のデータは {target} にあります。"
