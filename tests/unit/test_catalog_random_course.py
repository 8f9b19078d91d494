"""A random course, written as files and read again, is the same course."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.edition import Course
from app.catalog.lessons import LessonContent
from app.catalog.questions import Question
from app.catalog.sources.compile import compile_course
from app.catalog.sources.lesson import attributes_of
from app.catalog.sources.read import read
from app.items.item import Writing
from app.items.kinds import KINDS
from tests.factories.catalog import checked, course_files

GRADED = sorted(name for name, kind in KINDS.items() if kind.is_graded)
PICTURE = "![絵](assets/e.png)"


@dataclass(frozen=True)
class Drawn:
    """A course as a test sees it: (lesson key, title, minutes, questions)."""

    title: str
    passing_score: float
    lessons: tuple[tuple[str, str, int, tuple["Asked", ...]], ...]


@dataclass(frozen=True)
class Asked:
    """A question as a test sees it; ``rules`` are its attributes."""

    key: str
    kind: str
    text: str
    prompt: str
    options: tuple["Offered", ...]
    closing: str
    targets: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offered:
    """An option as a test sees it."""

    key: str
    correct: bool
    text: str
    why: str
    detail: str = ""
    target: str = ""
    area: tuple[int, int, int, int] | None = None


@st.composite
def courses(draw: st.DrawFn) -> Drawn:
    """Draw which questions a course has; their words come from a seed, which is much faster."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5))
    words = _Words(draw(st.integers(0, 10**6)))
    asked = [words.asked(kind) for kind in (draw(st.sampled_from(GRADED)), *kinds)]
    lessons = [
        (words.key("lesson"), words.text(), words.random.randint(1, 180), tuple(questions))
        for questions in (asked[:2], asked[2:])
        if questions
    ]
    return Drawn(words.text(), draw(st.sampled_from([0, 0.5, 0.75, 1])), tuple(lessons))


class _Words:
    """Words, keys and whole questions that nobody wrote before."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  variety, no secret
        self.made = 0

    def key(self, start: str) -> str:
        self.made += 1
        return f"{start}{'-' * self.random.randint(0, 1)}{self.made}"

    def text(self) -> str:
        return "".join(self.random.choices("あいうえお漢字ABC、。", k=self.random.randint(1, 12)))

    def asked(self, kind: str) -> Asked:
        least = 3 if kind == "likert" else 2
        keys = [self.key("a") for _ in range(self.random.randint(least, 4))]
        targets: tuple[tuple[str, str], ...] = ()
        if KINDS[kind].written_as in {Writing.GROUPS, Writing.GAPS}:
            count = len(keys) if kind == "match" else 2
            targets = tuple((self.key("t"), f"{n}{self.text()}") for n in range(count))
        options = tuple(self.options(kind, keys, [target for target, _ in targets]))
        if kind == "extended-text" and self.random.random() < 0.5:
            options = ()
        prompt = self.text()
        if kind == "inline-choice":
            prompt += "".join(f"［{name}］{self.text()}" for _, name in targets)
        hints = tuple(self.text() for _ in range(self.random.randint(0, 2)))
        rules = self.rules(kind)
        return Asked(
            self.key("q"), kind, self.text(), prompt, options, self.text(), targets, hints, rules
        )

    def options(self, kind: str, keys: list[str], targets: list[str]) -> Iterator[Offered]:
        """Make options of which the first is right and the last is not, where that is a thing."""
        if kind == "inline-choice":
            for target in targets:
                for n in range(2):
                    yield Offered(self.key("w"), n == 0, self.text(), self.text(), target=target)
            return
        ticked = KINDS[kind].written_as in {Writing.TASKS, Writing.AREAS}
        for n, key in enumerate(keys):
            right = not ticked or n == 0
            if ticked and kind != "choice" and 0 < n < len(keys) - 1:
                right = self.random.random() < 0.5
            yield Offered(
                key,
                right,
                f"{n * 10}〜{n * 10 + 5}" if kind == "numeric" else f"{n}{self.text()}",
                self.text(),
                self.text() if KINDS[kind].is_practice else "",
                targets[min(n, len(targets) - 1)] if targets else "",
                (n * 10, 20, 10, 30) if kind == "hotspot" else None,
            )

    def rules(self, kind: str) -> tuple[tuple[str, str], ...]:
        known = {"attempts": "3", "wait": "10", "shuffle": "yes", "share": "private"}
        allowed = attributes_of(kind) or {}
        return tuple(
            (name, value)
            for name, value in known.items()
            if name in allowed and self.random.random() < 0.5
        )


def as_files(course: Drawn) -> dict[str, bytes]:
    files = course_files(
        lesson=None, **{"010-jibun/020-matome.md": None, "assets/e.png": b"\x89PNG"}
    )
    first = files["course.toml"].decode().split("\n", 1)[1]
    files["course.toml"] = f'title = "{course.title}"\n{first}'.encode()
    completion = files["completion.toml"].decode()
    files["completion.toml"] = completion.replace("0.5", str(course.passing_score)).encode()
    for n, (key, title, minutes, questions) in enumerate(course.lessons):
        head = f'+++\ntitle = "{title}"\nminutes = {minutes}\n+++\n'
        body = "\n".join(_written(question) for question in questions)
        files[f"010-jibun/{n + 1:03}-{key}.md"] = f"{head}\n{body}".encode()
    return files


def _written(question: Asked) -> str:
    rules = "".join(f" {name}={value}" for name, value in question.rules)
    lines = [question.text, "", f"::: {question.kind} #{question.key} objective=mitsukeru{rules}"]
    lines += [question.prompt, ""]
    lines += [PICTURE, ""] if question.kind == "hotspot" else []
    for hint in question.hints:
        lines += [f"> [!TIP] {hint}", ""]
    for target, name in question.targets:
        lines.append(f"- **{name}** #{target}")
        for option in question.options:
            lines += _option_lines(question.kind, option, "  ") if option.target == target else ()
    for option in question.options:
        lines += _option_lines(question.kind, option, "") if not option.target else ()
    return "\n".join([*lines, "", f"> {question.closing}", ":::", ""])


def _option_lines(kind: str, option: Offered, indent: str) -> list[str]:
    marks = {
        Writing.STEPS: "1.",
        Writing.PLAIN: "-",
        Writing.GROUPS: "-",
    }
    mark = marks.get(KINDS[kind].written_as, f"- [{'x' if option.correct else ' '}]")
    area = "@{},{},{},{} ".format(*option.area) if option.area else ""
    lines = [f"{mark} {area}{option.text} #{option.key}"]
    lines += ["", f"  {option.detail}", ""] if option.detail else []
    return [f"{indent}{line}" if line else "" for line in (*lines, f"   > {option.why}")]


def as_drawn(course: Course, lessons: tuple[LessonContent, ...]) -> Drawn:
    return Drawn(
        course.title.plain,
        course.completion.passing_score,
        tuple(
            (
                lesson.key,
                lesson.title.plain,
                lesson.minutes,
                tuple(
                    _as_asked(step.blocks[0].prose.plain, step.question)
                    for step in lesson.steps
                    if step.question
                ),
            )
            for lesson in lessons
        ),
    )


def _as_asked(text: str, asked: Question) -> Asked:
    item = asked.item
    rules = {
        "attempts": str(item.limits.attempts or ""),
        "wait": str(item.limits.wait or ""),
        "shuffle": "yes" if item.is_shuffled else "",
        "share": "" if asked.is_shared else "private",
    }
    return Asked(
        key=item.key,
        kind=item.kind,
        text=text,
        prompt=asked.prompt.plain,
        options=tuple(
            Offered(
                o.key,
                o.correct,
                o.text,
                asked.options[o.key].explanation.plain,
                asked.options[o.key].detail.plain,
                o.target,
                o.area,
            )
            for o in item.options
        ),
        closing=asked.closing.plain if asked.closing else "",
        targets=tuple((key, name.plain) for key, name in asked.targets.items()),
        hints=tuple(hint.plain for hint in asked.hints),
        rules=tuple((name, value) for name, value in rules.items() if value),
    )


@settings(max_examples=30)  # each draws, writes and compiles a whole course
@given(courses())
def test_a_course_written_as_files_and_read_is_the_same_course(course: Drawn) -> None:
    source = read("tameshi", as_files(course))
    assert checked(source, lambda _: 4) == ()
    edition = compile_course(source)
    assert as_drawn(edition.course, edition.lessons) == course
    assert dict(source.files) == as_files(course)


@settings(max_examples=30)  # each draws, writes and compiles a whole course
@given(courses())
def test_an_edition_survives_the_database(course: Drawn) -> None:
    edition = compile_course(read("tameshi", as_files(course)))
    assert Course.from_json(edition.course.to_json()) == edition.course
    for lesson in edition.lessons:
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson
