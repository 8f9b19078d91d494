"""The catalog's judgement: what makes two versions the same, and what a key may become. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from app.catalog.edition import FORMAT, Course


def course_hash(files: Iterable[tuple[str, bytes]]) -> str:
    """Hash a course by the bytes of its files.

    Bytes and not meaning: whoever publishes a folder gets the same folder back by ``export``,
    comments and line ends included.

    Args:
        files: (path, data) of every file; the order does not matter.

    Returns:
        SHA-256, as 64 hexadecimal digits.
    """
    digest = hashlib.sha256(f"terakoya course {FORMAT}\n".encode())
    for path, data in sorted(files):
        digest.update(f"{file_hash(data)} {path}\n".encode())
    return digest.hexdigest()


def lesson_hash(content: Mapping[str, object]) -> str:
    """Hash a lesson by what it became; views are kept under it, from version to version."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"terakoya lesson {FORMAT}\n{canonical}".encode()).hexdigest()


def edition_hash(course: Course) -> str:
    """Hash what a course became: its outline, and by their hashes the bodies of its lessons.

    The same files become another edition when a dictionary learned to read them better.
    """
    canonical = json.dumps(course.to_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"terakoya edition {FORMAT}\n{canonical}".encode()).hexdigest()


def file_hash(data: bytes) -> str:
    """Hash one file: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sorts_of_keys(course: Course) -> dict[str, str]:
    """Say what each key stands for: "module", "lesson", "drill" or a kind of question."""
    sorts = {module.key: "module" for module in course.modules}
    sorts |= {lesson.key: "lesson" for lesson in course.lessons}
    for drill in course.drills:
        sorts |= {drill.key: "drill", **drill.kinds}
    return sorts | {question.key: question.kind for question in course.questions}


def misused_keys(course: Course, earlier: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Find keys that stood for something else in an earlier version.

    A key is for ever: progress, statistics and statements hang on it. A question that became
    another kind of question, or a lesson, is a new thing and needs a new key.

    Args:
        course: The version about to be published.
        earlier: ``sorts_of_keys`` of the versions before it.

    Returns:
        Misused key → what it stood for.
    """
    now = sorts_of_keys(course)
    before = {key: sort for sorts in earlier for key, sort in sorts.items()}
    return {k: before[k] for k, sort in now.items() if k in before and before[k] != sort}
