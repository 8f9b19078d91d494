"""``flask media sweep``: remove what killed uploads left."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.db import db
from app.media import service
from app.media.storage.choosing import storage_of
from app.ui.site import site

cli = AppGroup("media", help="メディアのファイル。")
ALSO_KNOWN = "terakoya.media"
"""Where the application keeps who else has bytes in the storage: ``service.AlsoKnown``s."""
REST = timedelta(days=1)
"""What was put there in the last day may still get its row."""


@cli.command("sweep")
def sweep() -> None:
    """途中で止まった登録が残した、どこからも使えないファイルを消す。"""
    storage = storage_of(site().settings)
    others = current_app.extensions[ALSO_KNOWN]
    gone = service.sweep(db.session(), storage, before=clock.now() - REST, also_known=others)
    for key in gone:
        click.echo(f"消しました: {storage.address(key)}")
    click.echo(f"{len(gone)}個のファイルを消しました。")
