"""Runs through the sample course of every kind of question (tests/courses/subete)."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.catalog import queries as catalog
from app.catalog.service import publish_course, read_course
from app.catalog.sources.compile import compile_course
from app.catalog.sources.files import read_folder
from app.catalog.sources.read import read
from app.identity import queries as identity
from app.identity.service import ensure_installation
from app.items.item import Response
from app.items.kinds import kind_of
from app.learning import queries, service
from tests.factories.catalog import NOW
from tests.factories.furigana import the_engine
from tests.factories.identity import a_child
from tests.factories.learning import NOON

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.catalog.dilemmas import Dilemma
    from app.catalog.drills import Drill
    from app.catalog.lessons import LessonContent
    from app.catalog.questions import Question
    from app.catalog.service import ReadCourse
    from app.identity.models import User
    from app.learning.queries import OwnRun

FOLDER: Final = Path(__file__).resolve().parent.parent / "courses" / "subete"

RIGHT: Final[dict[str, Response]] = {
    "dore": ("gakko",),
    "zenbu": ("jusho", "denwa"),
    "shashin": ("nafuda", "hyosatsu"),
    "kuran": ("a.oshienai", "i.nikui"),
    "kimochi": ("tabun",),
    "junban": ("tomaru", "tashikameru", "hanasu"),
    "kumi": ("miseru.mail", "kotowaru.aikotoba", "nokosu.warukuchi"),
    "wakeru": (
        "sora.yoi",
        "iro.yoi",
        "kao.dasanai",
        "jikanwari.dasanai",
        "ie.dasanai",
    ),
    "bango": ("１８８",),
    "keta": ("３",),
    "riyu": ("kao-utsuru", "basho"),
    "furikaeri": ("しゃしんのやくそくを話す。",),
    "jushinbako": ("game.suspicious", "toshokan.genuine", "atari.suspicious"),
    "toroku": ("nickname.give", "gakko-namae.keep", "ie-denwa.keep"),
    "aikotoba-tsukuri": ("yottsu.use", "tanjobi.leave", "ichini.leave", "nagai.use"),
    "darega": ("tomodachi.sees", "shiranai.sees", "obasan.hidden"),
    "shirabe": ("ken.trust", "nikki.doubt", "kokoku.doubt"),
    "ai": ("ishikawa.confirmed", "yuki.wrong"),
}
"""Question → a right answer; of what has none, an answer."""

WRONG: Final[dict[str, Response]] = {
    "dore": ("tenki",),
    "zenbu": ("jusho", "kare"),
    "shashin": ("nafuda", "taiyo"),
    "kuran": ("a.oshieru", "i.nikui"),
    "junban": ("hanasu", "tomaru", "tashikameru"),
    "kumi": ("miseru.aikotoba", "kotowaru.mail", "nokosu.warukuchi"),
    "wakeru": ("sora.yoi", "iro.dasanai", "kao.yoi", "jikanwari.dasanai", "ie.dasanai"),
    "bango": ("119",),
    "keta": ("12",),
    "jushinbako": ("game.genuine", "toshokan.genuine", "atari.suspicious"),
    "toroku": ("nickname.give", "gakko-namae.give", "ie-denwa.keep"),
    "aikotoba-tsukuri": ("yottsu.use", "tanjobi.use", "ichini.leave", "nagai.use"),
    "darega": ("tomodachi.sees", "shiranai.hidden", "obasan.hidden"),
    "shirabe": ("ken.trust", "nikki.trust", "kokoku.doubt"),
    "ai": ("ishikawa.confirmed", "yuki.confirmed"),
}

RIGHT_DRAWN: Final[dict[str, Response]] = {
    "r-mail": ("miseru",),
    "r-shashin": ("tomodachi",),
    "r-namae": ("jibun", "gakkomei"),
    "r-kaisu": ("３",),
}
"""Question of the bank → the right answer."""

WRONG_DRAWN: Final[dict[str, Response]] = {
    "r-mail": ("okuru",),
    "r-shashin": ("hana",),
    "r-namae": ("kisetsu",),
    "r-kaisu": ("4",),
}


@cache
def the_course() -> "ReadCourse":
    """Return the course with the readings of the real engine."""
    return read_course(read_folder(FOLDER), the_engine(), {})


@cache
def the_lessons() -> "tuple[LessonContent, ...]":
    """Return the lessons as they are published."""
    return tuple(compile_course(read_folder(FOLDER)).lessons)


def where(key: str) -> tuple[str, int]:
    """Return the lesson and the step, counted from 1, in which a question or story stands."""
    for lesson in the_lessons():
        for number, step in enumerate(lesson.steps, start=1):
            asked = step.question or step.dilemma or step.drill
            if asked is not None and asked.key == key:
                return lesson.key, number
    raise LookupError(key)


def the_question(key: str) -> "Question":
    """Return a question of the course."""
    lesson, number = where(key)
    found = next(one for one in the_lessons() if one.key == lesson).steps[number - 1].question
    if found is None:
        raise LookupError(key)
    return found


def the_drill() -> "Drill":
    """Return the course's drill."""
    lesson, number = where("renshu")
    found = next(one for one in the_lessons() if one.key == lesson).steps[number - 1].drill
    if found is None:
        raise LookupError(lesson)
    return found


def sent(key: str, response: Response) -> dict[str, list[str]]:
    """Return an answer as a browser's form sends it."""
    item = (the_drill().question(key) or the_question(key)).item
    kind = kind_of(item)
    if kind.base_type == "directedPair":
        pairs = (part.split(".") for part in response)
        return {f"to-{slot}": [value] for slot, value in pairs}
    is_typed = kind.base_type in {"string", "float"} and not set(response) <= set(item.keys)
    return {"text" if is_typed else "chosen": list(response)}


def publish(session: "Session", course: "ReadCourse | None" = None) -> "uuid.UUID":
    """Publish the course; return its version's id."""
    ensure_installation(session, "http://localhost", NOON)
    return publish_course(session, course or the_course(), now=NOW).version.id


def a_run(session: "Session", *, learner: "User | None" = None) -> "OwnRun":
    """Begin the course, as a child of grade 4 unless said otherwise."""
    version = catalog.version(session, publish(session))
    learner = learner or a_child(session, grade=4)
    registration = service.start_course(
        session,
        learner.id,
        learner.actor_name,
        version,
        identity.installation(session),
        now=NOON,
    )
    return queries.own_run(session, registration.id, learner_id=learner.id)


def choose(session: "Session", own: "OwnRun", scene: str, to: str, *, minutes: int = 1) -> None:
    """Take a way of the story, so many minutes after noon."""
    key, number = where("shashin-no-hanashi")
    lesson = own.course.lesson_head(key)
    content = catalog.lesson(session, own.registration.course_version_id, key)
    dilemma = content.steps[number - 1].dilemma
    if lesson is None or dilemma is None:
        raise LookupError(key)
    now = NOON + timedelta(minutes=minutes)
    service.choose_way(session, own, lesson, dilemma, (scene, to), now=now)


def the_story() -> "Dilemma":
    """Return the course's story."""
    lesson, number = where("shashin-no-hanashi")
    found = next(one for one in the_lessons() if one.key == lesson).steps[number - 1].dilemma
    if found is None:
        raise LookupError(lesson)
    return found


def a_newer_course() -> "ReadCourse":
    """Return the course as it might be published next: a question is worded anew."""
    files = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }
    lesson = "010-yomu/010-bun.md"
    changed = (
        files[lesson].decode().replace("個人情報は、どれですか。", "個人情報をえらびましょう。")
    )
    return read_course(read("subete", files | {lesson: changed.encode()}), the_engine(), {})
