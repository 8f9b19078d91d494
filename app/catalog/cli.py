"""``flask courses``: check, publish and export course folders."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from app import clock
from app.catalog import queries, service
from app.catalog.errors import CourseFaulty, NotInCatalog
from app.catalog.sources.files import course_folders, read_folder, write_folder
from app.db import reading, transaction
from app.ui.site import site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.catalog.sources.faults import Fault

courses = AppGroup("courses", help="講座のフォルダーを調べ、公開し、書き出します。")

_FOLDER = click.Path(path_type=Path)


@courses.command("check")
@click.argument("folders", nargs=-1, type=_FOLDER)
def check_folders(folders: tuple[Path, ...]) -> None:
    """Show every fault of the course folders (all of them when none is named)."""
    found = 0
    chosen = _chosen(folders)
    for folder in chosen:
        faults = service.check_course(read_folder(folder))
        _print_faults(folder, faults)
        found += len(faults)
    click.echo(f"{len(chosen)}講座を調べました。直すところは{found}か所です。")
    sys.exit(1 if found or not chosen else 0)


@courses.command("publish")
@click.argument("folders", nargs=-1, type=_FOLDER)
@click.option("--all", "every", is_flag=True, help="講座のフォルダーをすべて公開します。")
def publish_folders(folders: tuple[Path, ...], *, every: bool) -> None:
    """Publish course folders; a faulty one stays as it was, the others are published."""
    if not folders and not every:
        raise click.UsageError("フォルダーを書くか、--all を付けます。")
    published = [_publish(folder) for folder in _chosen(() if every else folders)]
    sys.exit(0 if published and all(published) else 1)


@courses.command("export")
@click.argument("slug")
@click.argument("folder", type=_FOLDER)
def export_course(slug: str, folder: Path) -> None:
    """Write the files of the published version of SLUG into FOLDER, byte for byte."""
    try:
        card = queries.course_by_slug(reading(), slug)
    except NotInCatalog:
        raise click.ClickException(f"「{slug}」という講座は公開されていません。") from None
    try:
        write_folder(folder, queries.files(reading(), card.version.id))
    except FileExistsError:
        raise click.ClickException(
            f"{folder} は空ではないので、何も書きませんでした。空のフォルダーにしてください。"
        ) from None
    except OSError as error:
        raise click.ClickException(f"{folder} に書けません（{error.strerror}）。") from None
    click.echo(f"{slug} 第{card.version.number}版を {folder} に書き出しました。")


def _chosen(folders: tuple[Path, ...]) -> list[Path]:
    root = site().settings.courses_dir
    chosen = list(folders) or course_folders(root)
    if not chosen:
        click.echo(f"{root} に講座のフォルダーがありません。", err=True)
    return chosen


def _publish(folder: Path) -> bool:
    source = read_folder(folder)
    try:
        with transaction() as session:
            version = service.publish_course(session, source, now=clock.now())
            line = (
                f"{source.slug} 第{version.number}版（{version.content_hash[:12]}）{version.title}"
            )
    except CourseFaulty as error:
        _print_faults(folder, error.faults)
        click.echo(f"{source.slug} は公開しませんでした。前の版はそのままです。", err=True)
        return False
    click.echo(line)
    return True


def _print_faults(folder: Path, faults: "Iterable[Fault]") -> None:
    for fault in faults:
        click.echo(f"{_shown(folder)}/{fault.path}:{fault.line}: {fault.message} → {fault.mend}")


def _shown(folder: Path) -> str:
    """Show a folder relative to where the command was typed, when it lies below."""
    here = Path.cwd()
    full = folder.resolve()
    return str(full.relative_to(here) if full.is_relative_to(here) else folder)
