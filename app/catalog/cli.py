"""``flask courses``: check, publish and export course folders, and packages of them (ZIP)."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.catalog import queries, service, stored
from app.catalog.checks.finding import Weight
from app.catalog.checks.settling import with_confirmed
from app.catalog.errors import CourseFaulty, NotInCatalog
from app.catalog.readings.changes import ReadingChange
from app.catalog.readings.places import place_of
from app.catalog.readings.reading import DoubtAt
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.files import (
    change_files,
    course_folders,
    read_folder,
    write_folder,
)
from app.catalog.sources.notes import Note
from app.catalog.sources.package import pack, unpack
from app.catalog.sources.translation.check import check_translations, summaries
from app.catalog.sources.translation.read import unfit
from app.catalog.sources.translation.refresh import refreshed
from app.db import reading, transaction
from app.furigana.errors import AnalyzerGone
from app.furigana.process import AnalyzerProcess
from app.ui.site import site

courses = AppGroup("courses", help="講座のフォルダーを調べ、公開し、書き出します。")

GUARD = "terakoya.guard"
"""Under this name the application has its ``service.Guard``."""

_FOLDER = click.Path(path_type=Path)


@courses.command("check")
@click.argument("folders", nargs=-1, type=_FOLDER)
@click.option(
    "--strict", is_flag=True, help="読み、やさしさ、絵の説明、説明の中身、翻訳なども調べます。"
)
@click.option(
    "--verbose", is_flag=True, help="訳がない文や、知っておくとよいことを、1つずつ出します。"
)
def check_folders(folders: tuple[Path, ...], *, strict: bool, verbose: bool) -> None:
    """Show every fault of the course folders (all of them when none is named)."""
    chosen = _chosen(folders)
    found = 0
    with _analyzer() as analyzer:
        for folder in chosen:
            try:
                source = _read(folder)
            except CourseFaulty as error:
                _print_faults(folder, error.faults)
                found += len(error.faults)
                continue
            faults = service.check_course(source)
            if strict and not faults:
                read = service.read_course(
                    source, analyzer, service.words_on_hand(reading(), source.slug)
                )
                findings = service.findings_in(read, analyzer, today=clock.day_of(clock.now()))
                faults = tuple(f.fault for f in findings if f.weight < Weight.KNOW)
                known = [f.fault for f in findings if f.weight == Weight.KNOW]
                _print_faults(folder, known if verbose else ())
            _print_faults(folder, faults)
            if not strict:
                _print_notes(folder, check_translations(source), every=verbose)
            found += len(faults)
    click.echo(f"{len(chosen)}講座を調べました。直すところは{found}か所です。")
    sys.exit(1 if found or not chosen else 0)


@courses.command("translate")
@click.argument("folder", type=_FOLDER)
@click.option("--language", required=True, help="言葉の名前（BCP 47）。例: en、vi、zh-Hans")
def translate_folder(folder: Path, language: str) -> None:
    """Write or refresh the files in which a course folder is translated into LANGUAGE."""
    if refused := unfit(language):
        raise click.UsageError(" → ".join(refused))
    source = read_folder(folder)
    if source.faults:
        _print_faults(folder, source.faults)
        raise click.ClickException("直すところがあるので、何も書きませんでした。")
    for path in change_files(folder, refreshed(source, language)):
        click.echo(f"{_shown(folder)}/{path}")
    notes = check_translations(read_folder(folder))
    _print_notes(folder, [note for note in notes if note.language == language], every=False)


@courses.command("readings")
@click.argument("folder", type=_FOLDER)
@click.option("--confirm", is_flag=True, help="見たとおりでよいと readings.toml に書きます。")
def show_readings(folder: Path, *, confirm: bool) -> None:
    """Show the words of a course folder most likely to be misread, for an author to look at."""
    source = read_folder(folder)
    try:
        with _analyzer() as analyzer:
            read = service.read_course(
                source, analyzer, service.words_on_hand(reading(), source.slug)
            )
    except CourseFaulty as error:
        _print_faults(folder, error.faults)
        sys.exit(1)
    words: dict[tuple[str, str, str], list[DoubtAt]] = {}
    for doubt in read.doubts:
        words.setdefault((doubt.where, doubt.word.surface, doubt.word.kana), []).append(doubt)
    for first, *more in words.values():
        path, line = place_of(source, first)
        click.echo(f"{_shown(folder)}/{path}:{line}: {_doubtful(first, len(more))}")
    click.echo(f"たしかめる言葉は{len(words)}語、{len(read.doubts)}か所です。")
    if confirm and read.doubts:
        _confirm(folder / "readings.toml", read.doubts)
        click.echo(f"{_shown(folder)}/readings.toml に、たしかめたと書きました。")


def _doubtful(doubt: DoubtAt, more: int) -> str:
    """Show a word in its sentence, what else it could be, and how often it comes again."""
    before, after = doubt.around
    others = f" ほかの読み: {'・'.join(doubt.word.others)}" if doubt.word.others else ""
    again = f"（このレッスンに、あと{more}か所）" if more else ""
    return f"…{before}{{{doubt.word.surface}|{doubt.word.kana}}}{after}…{others}{again}"


def _confirm(file: Path, doubts: Iterable[DoubtAt]) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(with_confirmed(text, doubts), encoding="utf-8", newline="")


@courses.command("publish")
@click.argument("folders", nargs=-1, type=_FOLDER)
@click.option("--all", "every", is_flag=True, help="講座のフォルダーをすべて公開します。")
@click.option("--accept-readings", is_flag=True, help="読みだけが変わるときも、新しい版にします。")
@click.option(
    "--over", is_flag=True, help="画面で公開された直しがフォルダーになくても、公開します。"
)
def publish_folders(
    folders: tuple[Path, ...], *, every: bool, accept_readings: bool, over: bool
) -> None:
    """Publish course folders; a faulty one stays as it was, the others are published."""
    if not folders and not every:
        raise click.UsageError("フォルダーを書くか、--all を付けます。")
    chosen = _chosen(() if every else folders)
    with _analyzer() as analyzer:
        published = [
            _publish_folder(folder, analyzer, accept=accept_readings, over=over)
            for folder in chosen
        ]
    sys.exit(0 if published and all(published) else 1)


@courses.command("reread")
@click.argument("slugs", nargs=-1)
@click.option("--accept", is_flag=True, help="変わる読みを受け入れて、新しい版にします。")
def reread(slugs: tuple[str, ...], *, accept: bool) -> None:
    """Show which readings of published courses today's dictionary would give otherwise."""
    try:
        sources = stored.published_sources(reading(), slugs)
    except NotInCatalog as missing:
        raise click.ClickException(f"「{missing}」という講座は公開されていません。") from None
    with _analyzer() as analyzer:
        done = [_publish(source, analyzer, source.slug, accept=accept) for source in sources]
    sys.exit(0 if all(done) else 1)


@courses.command("export")
@click.argument("slug")
@click.argument("folder", type=_FOLDER)
def export_course(slug: str, folder: Path) -> None:
    """Write the published version of SLUG into FOLDER, byte for byte; or into a file .zip."""
    try:
        card = queries.course_by_slug(reading(), slug)
    except NotInCatalog:
        raise click.ClickException(f"「{slug}」という講座は公開されていません。") from None
    files = queries.files(reading(), card.version.id)
    try:
        if _is_package(folder):
            with folder.open("xb") as package:
                package.write(pack(slug, files))
        else:
            write_folder(folder, files)
    except FileExistsError:
        if _is_package(folder):
            raise click.ClickException(
                f"{folder} はもうあるので、何も書きませんでした。"
            ) from None
        raise click.ClickException(
            f"{folder} は空ではないので、何も書きませんでした。空のフォルダーにしてください。"
        ) from None
    except OSError as error:
        raise click.ClickException(f"{folder} に書けません（{error.strerror}）。") from None
    click.echo(f"{slug} 第{card.version.number}版を {folder} に書き出しました。")


def _is_package(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _read(path: Path) -> CourseSource:
    """Read a course folder, or a package of one.

    Raises:
        CourseFaulty: The package is none.
    """
    if not (_is_package(path) and path.is_file()):
        return read_folder(path)
    try:
        return unpack(path.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{path} を読めません（{error.strerror}）。") from None


@contextmanager
def _analyzer() -> Iterator[AnalyzerProcess]:
    try:
        with AnalyzerProcess() as analyzer:
            yield analyzer
    except AnalyzerGone as gone:
        raise click.ClickException(f"日本語を読むしくみが止まりました（{gone}）。") from gone


def _chosen(folders: tuple[Path, ...]) -> list[Path]:
    root = site().settings.courses_dir
    chosen = list(folders) or course_folders(root)
    if not chosen:
        click.echo(f"{root} に講座のフォルダーがありません。", err=True)
    return chosen


def _publish_folder(folder: Path, analyzer: AnalyzerProcess, *, accept: bool, over: bool) -> bool:
    try:
        source = _read(folder)
    except CourseFaulty as error:
        _print_faults(folder, error.faults)
        return False
    guard: service.Guard = current_app.extensions[GUARD]
    unseen = guard(reading(), source)
    if unseen.losses and not over:
        _print_losses(source.slug, _shown(folder), unseen)
        return False
    is_published = _publish(source, analyzer, _shown(folder), accept=accept)
    if is_published and unseen.has_draft:
        click.echo(
            f"  {source.slug} には、書いている途中の下書きがあります。下書きはそのままです。"
            "下書きのページの「新しい版を取りこむ」で、この版と合わせられます。"
        )
    return is_published


def _print_losses(slug: str, shown: str, unseen: service.Unseen) -> None:
    """Show what a folder would take back, as the lines that it lacks (-) and has (+)."""
    for loss in unseen.losses:
        click.echo(f"{shown}/{loss.path}:")
        texts = (loss.published.splitlines(), loss.folder.splitlines())
        changed = list(unified_diff(*texts, n=1, lineterm=""))[2:]
        for line in changed or ["  文ではないファイルがちがいます。"]:
            click.echo(f"  {line}")
    version = f"第{unseen.number}版"
    click.echo(
        f"{slug} は公開しませんでした。画面で公開された{version}の直し（上の - の行）が、"
        f"このフォルダーにありません。{version}を `flask courses export {slug} 別のフォルダー` で"
        "書き出して合わせるか、消してよければ --over を付けます。",
        err=True,
    )


def _publish(source: CourseSource, analyzer: AnalyzerProcess, shown: str, *, accept: bool) -> bool:
    try:
        read = service.read_course(source, analyzer, service.words_of(reading(), source.slug))
        with transaction() as session:
            done = service.publish_course(session, read, now=clock.now(), accept_readings=accept)
            version = done.version
            name = f"{source.slug} 第{version.number}版（{version.content_hash[:12]}）"
            click.echo(f"{name}{version.title}")
    except CourseFaulty as error:
        _print_faults(shown, error.faults)
        click.echo(f"{source.slug} は公開しませんでした。前の版はそのままです。", err=True)
        return False
    _print_changes(source.slug, done.changes)
    return True


def _print_changes(slug: str, changes: tuple[ReadingChange, ...]) -> None:
    for change in changes:
        told = f"{change.old} → {change.new}" if change.old != change.new else "区切りが変わる"
        around = f"…{change.before_text}【{change.surface}】{change.after_text}…"
        click.echo(f"  {change.where or 'course'}: {around} {told}")
    if changes:
        click.echo(
            f"  {slug} の読みが{len(changes)}か所変わります。公開した版はそのままです。"
            f"よければ `flask courses reread {slug} --accept` で新しい版にします。"
        )


def _print_faults(folder: Path | str, faults: Iterable[Fault]) -> None:
    shown = folder if isinstance(folder, str) else _shown(folder)
    for fault in faults:
        click.echo(f"{shown}/{fault.path}:{fault.line}: {fault.message} → {fault.mend}")


def _print_notes(folder: Path, notes: Iterable[Note], *, every: bool) -> None:
    found = tuple(notes)
    for note in found if every else ():
        click.echo(f"{_shown(folder)}/{note.path}:{note.line}: {note.message} → {note.mend}")
    for line in summaries(found):
        click.echo(f"{_shown(folder)}: {line}")


def _shown(folder: Path) -> str:
    """Show a folder relative to where the command was typed, when it lies below."""
    here = Path.cwd()
    full = folder.resolve()
    return str(full.relative_to(here) if full.is_relative_to(here) else folder)
