"""``flask theme``: check a city's theme."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.config import SettingsError
from app.ui import theme_file
from app.ui.site import site

cli = AppGroup("theme", help="市の色・模様・しるし（テーマ）を調べます。")


@cli.command("check")
@click.argument("file", required=False)
def check_theme(file: str | None) -> None:
    """Measure FILE, or a theme by its name (the one in use if none is given); tell its faults."""
    settings = site().settings
    name = file or settings.theme
    try:
        path = Path(name) if Path(name).is_file() else theme_file.find(name, settings.instance_dir)
    except SettingsError:
        raise click.ClickException(
            f"「{name}」というファイルも、テーマもありません。"
            f"入っているテーマ: {'・'.join(theme_file.shipped())}"
        ) from None
    reading = theme_file.read(path)
    for one in reading.measured:
        color, ground = map(theme_file.called, (one.pair.color, one.pair.ground))
        mark = "✓" if one.is_enough else "△"
        ratio = theme_file.rounded_down(one.ratio)
        click.echo(f"{mark} {ratio:>5}（{one.pair.least:g} 以上）  {color} ／ {ground}")
    for fault in reading.faults:
        click.echo(f"{path.name}:{fault.line}: {fault.message} → {fault.mend}")
    click.echo(
        f"{len(reading.measured)}組の色を測りました。直すところは{len(reading.faults)}か所です。"
    )
    sys.exit(1 if reading.faults else 0)
