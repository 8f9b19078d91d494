"""Bytes → ``CourseSource``: pure, never an exception, every fault of form with its line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.catalog.content import Text
from app.catalog.sources.course import (
    AlignmentSource,
    AuthorSource,
    CompletionSource,
    CourseSource,
    CredentialSource,
    LessonSource,
    ModuleSource,
    ObjectiveSource,
    ReferenceSource,
)
from app.catalog.sources.faults import Fault, in_order
from app.catalog.sources.handouts import HANDOUTS, read_handouts
from app.catalog.sources.lesson import read_bank, read_lesson
from app.catalog.sources.lines import decode
from app.catalog.sources.readings import read_glossary, read_readings
from app.catalog.sources.tables import KEY, KEY_SHAPE, Table, read_table
from app.catalog.sources.translation.read import read_translations
from app.identity.models import OrganizationKind

AUDIENCES: Final = {"child": "児童", "citizen": "市民", "staff": "職員"}
FIELDS: Final = {
    "protect": "守る",
    "discern": "見分ける",
    "connect": "つながる",
    "create": "つくる・学ぶ",
    "live": "暮らし・手続き",
}
LANGUAGES: Final = {"ja": "日本語"}
AUTHORS: Final = {
    OrganizationKind.CITY.value: "市",
    OrganizationKind.DEPARTMENT.value: "市の部署",
    OrganizationKind.BOARD.value: "教育委員会",
    OrganizationKind.SCHOOL.value: "学校",
    OrganizationKind.UNIVERSITY.value: "大学",
    OrganizationKind.COMPANY.value: "会社",
    OrganizationKind.SHOP.value: "老舗",
}

_MODULE: Final = re.compile(r"(\d{1,6})-([a-z][a-z0-9-]*)")
_LESSON: Final = re.compile(r"(\d{1,6})-([a-z][a-z0-9-]*)\.md")
_BANK: Final = re.compile(r"bank/([a-z][a-z0-9-]*)\.md")
_OTHER_FOLDERS: Final = ("assets/", "locale/")
_KNOWN: Final = frozenset(
    {"course.toml", "objectives.toml", "completion.toml", "glossary.toml", "readings.toml"}
)
_MOST_LEVELS: Final = 99


def read(slug: str, files: Mapping[str, bytes], faults: Iterable[Fault] = ()) -> CourseSource:
    """Read a course.

    Args:
        slug: The folder's name.
        files: Path relative to the folder, with "/" → bytes.
        faults: What was already found wrong, while fetching the files.
    """
    return _Reading(slug, dict(files), list(faults)).course()


@dataclass(slots=True)
class _Reading:
    slug: str
    files: dict[str, bytes]
    faults: list[Fault] = field(default_factory=list)

    def report(self, path: str, message: str, mend: str, line: int = 1) -> None:
        self.faults.append(Fault(path, line, message, mend))

    def course(self) -> CourseSource:
        if not KEY.fullmatch(self.slug):
            mend = f"フォルダーの名前を変えます。{KEY_SHAPE}"
            self.report(".", f"講座のフォルダー名「{self.slug}」が使えません", mend)
        self._report_others()
        table = self._table("course.toml")
        completion = self._completion(self._table("completion.toml"))
        objectives = self._objectives(self._table("objectives.toml"))
        modules = self._modules()
        audience = table.one_of("audience", AUDIENCES)
        source = CourseSource(
            slug=self.slug,
            files=tuple(sorted(self.files.items())),
            title=table.ruby("title"),
            summary=table.ruby("summary"),
            audience=audience,
            grades=table.wholes("grades", need=audience == "child"),
            field=table.one_of("field", FIELDS),
            language=table.one_of("language", LANGUAGES),
            license=table.text("license"),
            reviewed_on=table.day("reviewed_on"),
            review_by=table.day("review_by"),
            credits=table.texts("credits"),
            sources=tuple(self._reference(t) for t in table.tables("sources")),
            objectives=objectives,
            completion=completion,
            modules=modules,
            faults=(),
            translations=read_translations(self.files, self.faults),
            readings=read_readings(
                self._table("readings.toml", need=False),
                [lesson.key for module in modules for lesson in module.lessons],
            ),
            glossary=read_glossary(self._table("glossary.toml", need=False)),
            author=self._author(table.table("author", need=False)),
            handouts=read_handouts(self.files, self.faults),
            banks=tuple(
                read_bank(path, match.group(1), self.files[path], self.faults)
                for path in sorted(self.files)
                if (match := _BANK.fullmatch(path))
            ),
        )
        self._check_grades(table, source)
        table.finish()
        return _with_faults(source, self.faults)

    def _check_grades(self, table: Table, source: CourseSource) -> None:
        if source.audience != "child" and source.grades:
            table.fault("grades", "「grades」は児童の講座だけのものです", "この行を消します。")
        if any(not 1 <= grade <= 9 for grade in source.grades):  # noqa: PLR2004  中学3年は9
            table.fault("grades", "学年は1から9までです", "中学1年は 7 と書きます。")
        if source.reviewed_on and source.review_by and source.review_by <= source.reviewed_on:
            mend = "review_by は次に見直す日です。reviewed_on より後の日にします。"
            table.fault("review_by", "見直す日が、見直した日より前です", mend)

    def _table(self, path: str, *, need: bool = True) -> Table:
        """Read a TOML file; an empty table that reports nothing more when it is missing."""
        data = self.files.get(path)
        if data is None and not need:
            return Table(path, {}, {}, 1, [])
        if data is None:
            self.report(
                path, "ファイルがありません", f"{path} を作ります（courses/README.md の例）。"
            )
            return Table(path, {}, {}, 1, [])
        text = decode(path, data, self.faults)
        if text is None:
            return Table(path, {}, {}, 1, [])
        return read_table(path, text.replace("\r\n", "\n"), self.faults)

    def _author(self, table: Table | None) -> AuthorSource | None:
        if table is None:
            return None
        author = AuthorSource(table.ruby("name"), table.one_of("kind", AUTHORS))
        table.finish()
        return author

    def _reference(self, table: Table) -> ReferenceSource:
        reference = ReferenceSource(
            title=table.text("title"),
            publisher=table.text("publisher"),
            url=table.text("url", need=False),
            note=table.text("note", need=False),
            line=table.line_of("url"),
        )
        table.finish()
        return reference

    def _objectives(self, table: Table) -> tuple[ObjectiveSource, ...]:
        found = tuple(self._objective(t) for t in table.tables("objectives"))
        table.finish()
        return found

    def _objective(self, table: Table) -> ObjectiveSource:
        objective = ObjectiveSource(
            key=table.key("key"),
            can_do=table.ruby("can_do"),
            alignments=tuple(self._alignment(t) for t in table.tables("alignments")),
            line=table.line,
        )
        table.finish()
        return objective

    def _alignment(self, table: Table) -> AlignmentSource:
        alignment = AlignmentSource(
            item=table.text("item"),
            level=table.whole("level", least=1, most=_MOST_LEVELS),
            line=table.line,
        )
        table.finish()
        return alignment

    def _completion(self, table: Table) -> CompletionSource:
        line = table.line_of("lessons")
        lessons: tuple[str, ...] | None = None
        if table.values.get("lessons") == "all":
            table.values.pop("lessons")
        elif isinstance(table.values.get("lessons"), str):
            table.text("lessons")
            mend = 'lessons = "all" か、lessons = ["レッスンのキー"] と書きます。'
            table.fault("lessons", "「lessons」が読めません", mend)
        else:
            lessons = table.texts("lessons")
        drills_line = table.line_of("drills")
        drills = table.texts("drills") if "drills" in table.values else None
        completion = CompletionSource(
            lessons=lessons,
            passing_score=table.share("passing_score"),
            credential=self._credential(table.table("credential")),
            lessons_line=line,
            drills=drills,
            drills_line=drills_line,
        )
        table.finish()
        return completion

    def _credential(self, table: Table | None) -> CredentialSource:
        if table is None:
            empty = Text(())
            return CredentialSource("", empty, empty, empty)
        credential = CredentialSource(
            key=table.key("key"),
            name=table.ruby("name"),
            description=table.ruby("description"),
            criteria=table.ruby("criteria"),
        )
        table.finish()
        return credential

    # -- folders ----------------------------------------------------------------------------------

    def _modules(self) -> tuple[ModuleSource, ...]:
        folders = sorted({path.split("/")[0] for path in self.files if "/" in path}, key=_by_order)
        modules = tuple(self._module(f) for f in folders if _MODULE.fullmatch(f))
        if not modules:
            mend = "「010-名前/」のフォルダーを作り、module.toml とレッスンを置きます。"
            self.report(".", "章のフォルダーがありません", mend)
        self._report_same_order([m.path for m in modules])
        return modules

    def _module(self, folder: str) -> ModuleSource:
        table = self._table(f"{folder}/module.toml")
        names = sorted(
            (
                p.split("/")[1]
                for p in self.files
                if p.startswith(f"{folder}/") and p.count("/") == 1
            ),
            key=_by_order,
        )
        lessons = tuple(
            self._lesson(f"{folder}/{name}", match.group(2))
            for name in names
            if (match := _LESSON.fullmatch(name))
        )
        if not lessons:
            mend = "「010-名前.md」のファイルを置きます。"
            self.report(f"{folder}/module.toml", "この章にはレッスンがありません", mend)
        self._report_same_order([lesson.path for lesson in lessons])
        module = ModuleSource(folder, _key_of(folder), table.ruby("title"), lessons)
        table.finish()
        return module

    def _lesson(self, path: str, key: str) -> LessonSource:
        return read_lesson(path, key, self.files[path], self.faults)

    def _report_same_order(self, paths: list[str]) -> None:
        seen: dict[int, str] = {}
        for path in paths:
            order = int(path.rsplit("/", 1)[-1].partition("-")[0])
            if order in seen:
                mend = "前の番号を変えて、並ぶ順がはっきりするようにします。"
                self.report(path, f"並び順の番号が {seen[order]} と同じです", mend)
            seen.setdefault(order, path)

    def _report_others(self) -> None:
        for path in self.files:
            if not is_inside(path):
                mend = "講座のフォルダーの中の、ふつうの名前にします。"
                self.report(path, "ファイルの場所が使えません", mend)
                continue
            if (
                path in _KNOWN
                or path in HANDOUTS
                or path.startswith(_OTHER_FOLDERS)
                or _BANK.fullmatch(path)
            ):
                continue
            folder, _, name = path.partition("/")
            if _MODULE.fullmatch(folder) and (name == "module.toml" or _LESSON.fullmatch(name)):
                continue
            self.report(
                path,
                "講座のファイルではありません",
                "消すか、名前を直します。章は「010-名前/」、レッスンは「010-名前.md」、"
                "問題集は bank/名前.md、"
                "画像は assets/ に置きます。名前は小文字の英数字と - だけです。",
            )


def is_inside(path: str) -> bool:
    """Whether a path is relative, uses "/" only, and stays below the course folder."""
    parts = path.split("/")
    return "\\" not in path and all(p and p.strip(". ") for p in parts) and ":" not in parts[0]


def _key_of(folder: str) -> str:
    match = _MODULE.fullmatch(folder)
    return match.group(2) if match else folder


def _by_order(name: str) -> tuple[int, str]:
    digits = name.partition("-")[0]
    return (int(digits) if digits.isascii() and digits.isdigit() else 0, name)


def _with_faults(source: CourseSource, faults: list[Fault]) -> CourseSource:
    return CourseSource(
        **{
            name: getattr(source, name)
            for name in CourseSource.__dataclass_fields__
            if name != "faults"
        },
        faults=in_order(faults),
    )
