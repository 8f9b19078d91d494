"""The instance folder: made, kept private, and remembered to belong to a city.

``established`` is written beside the keys once a city stands in the database. A later start that
finds the file but no city in the database has lost one: to begin an empty city there, with the
old city's keys, would hide the loss and sign in the old name. So it refuses.
"""

import contextlib
import os
import secrets
from pathlib import Path

from app.ops.guard import CannotStart

ESTABLISHED = "established"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def ensure_instance(instance: Path) -> None:
    """Make the instance folder and its session secret, readable by the owner only.

    Raises:
        CannotStart: The folder cannot be written, or the disk is full.
    """
    try:
        instance.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        secret = instance / "secret_key"
        if secret.exists() and not secret.stat().st_size:
            secret.unlink()  # left by a full disk
        _make_once(secret, secrets.token_hex(32))
        secret.chmod(PRIVATE_FILE)
    except OSError as error:
        raise unwritable(instance, error) from error


def unwritable(instance: Path, error: OSError) -> CannotStart:
    """Return what to say of an instance folder that takes no file."""
    return CannotStart(
        f"フォルダー {instance} に書きこめません（{error.strerror or error}）。"
        "空き容量と書きこみの権限を確かめるか、INSTANCE_DIR で別の場所を指定してください。"
    )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        OSError: It could not be written; what was there before is still there.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _make_once(path: Path, text: str) -> None:
    """Write a file unless another process has just done so: then theirs holds."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def remember_city(instance: Path, issuer: str) -> None:
    """Write down that a city stands in this installation's database.

    Raises:
        CannotStart: The folder cannot be written.
    """
    path = instance / ESTABLISHED
    try:
        if not path.exists():
            write_private(path, issuer + "\n")
    except OSError as error:
        raise unwritable(instance, error) from error


def refuse_lost_city(instance: Path, *, is_there: bool, database: str) -> None:
    """Refuse to begin anew where a city was.

    Args:
        instance: The instance folder.
        is_there: Whether the database holds a city.
        database: Its address, as it may be printed.

    Raises:
        CannotStart: The city is gone; the message names the ways back.
    """
    if is_there or not (instance / ESTABLISHED).exists():
        return
    raise CannotStart(
        f"前にあったデータが、データベース（{database}）に見つかりません。"
        "空の市として始めることは、しませんでした。署名の鍵は、そのままです。\n"
        "  ・ファイルを動かしたなら、もとの場所にもどしてください。\n"
        "  ・DATABASE_URL を変えたなら、もとにもどすか、新しい場所に控えをもどしてください。\n"
        "  ・控えがあるなら: flask restore 控えのファイル"
        f"（{instance / 'backups'} も見てください）\n"
        "  ・はじめからやりなおすなら: make reset（鍵も、控えに移ります）"
    )
