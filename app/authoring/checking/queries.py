"""What the checks of a draft say, as values: findings, readings to confirm, pages elsewhere."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import queries
from app.authoring.checking.models import DraftReadings, OpenedPage
from app.authoring.models import Draft
from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.links import Outside, link_findings, outside_links
from app.catalog.checks.looks import Look, open_doubts
from app.catalog.checks.minutes import Estimate, estimates, pace_of
from app.catalog.checks.settling import OwnWord, own_words
from app.catalog.checks.together import findings_of
from app.catalog.edition import Audience
from app.catalog.kept import Kept
from app.catalog.library import library_of
from app.catalog.readings.places import Places
from app.catalog.readings.reading import DoubtAt
from app.catalog.service import check_course
from app.catalog.sources.compile import compile_course
from app.furigana.queries import OrganizationWords, words_for, words_of_organization

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.authoring.models import DraftState
    from app.catalog.sources.course import CourseSource
    from app.furigana.port import Words

SHOWN: Final = (".toml", ".md", ".po")
"""Files that the editor shows as text."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding.

    Attributes:
        finding: What was found.
        block: The line of the block it is in; None where no page shows it.
        title: Of the lesson that it is in, or the file's name.
    """

    finding: Finding
    block: int | None
    title: str

    @property
    def path(self) -> str:
        """The file."""
        return self.finding.fault.path


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A word whose reading wants a look, in the first sentence of a lesson that has it.

    Attributes:
        where: The lesson's key, "" for titles and the like.
        surface: The word.
        kana: The reading that was chosen.
        others: What else it may be.
        sentences: Where it stands: (before the word, after it).
        path: The file.
        block: The line of its block in it; None where no page shows it.
        title: Of the lesson, or the file's name.
    """

    where: str
    surface: str
    kana: str
    others: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]
    path: str
    block: int | None
    title: str

    @property
    def key(self) -> str:
        """What a form calls it."""
        return "\t".join((self.where, self.surface, self.kana))


@dataclass(frozen=True, slots=True)
class Checked:
    """What is seen in a draft at one number, whoever looks and on whatever day.

    Attributes:
        title: The course's, without readings.
        findings: All but those of pages elsewhere, and of readings.
        doubts: Readings to confirm.
        confirmed: How many somebody has confirmed.
        links: Pages elsewhere.
        blocks: (path, line) of each of them → the line of its block.
        titles: Path → title of each lesson.
        estimates: How long each lesson takes.
        pace: Characters a minute.
        is_childrens: Whether readings have to be confirmed before publishing.
        reviewed_on: The day on which the course was last looked through.
    """

    title: str
    findings: tuple[FindingRow, ...]
    doubts: tuple[DoubtRow, ...]
    confirmed: int
    links: tuple[Outside, ...]
    blocks: "Mapping[tuple[str, int], int | None]"
    titles: "Mapping[str, str]"
    estimates: tuple[Estimate, ...]
    pace: int
    is_childrens: bool
    reviewed_on: "date | None"

    @property
    def left(self) -> int:
        """How many things have to be done before publishing."""
        musts = sum(1 for one in self.findings if one.finding.weight == Weight.MUST)
        return musts + (len(self.doubts) if self.is_childrens else 0)


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """What an author has still to do before publishing, and what is good to know.

    Attributes:
        draft_id: The draft.
        slug: Its course's.
        state: What became of it.
        course: What is seen in it.
        is_read: Whether the worker has looked at the newest number.
        was_read: Whether it has looked at all.
        stale: What is to be said of pages elsewhere today.
        opened: Address → the day on which a person last opened it.
        path: The one file that is shown; None for all.
    """

    draft_id: uuid.UUID
    slug: str
    state: "DraftState"
    course: Checked
    is_read: bool
    was_read: bool
    stale: tuple[FindingRow, ...]
    opened: "Mapping[str, date]"
    path: str | None = None

    def of(self, weight: int) -> tuple[FindingRow, ...]:
        """Return the findings of a weight, of the file that is shown."""
        found = (*self.course.findings, *self.stale)
        return tuple(
            one for one in found if one.finding.weight == weight and self._shows(one.path)
        )

    @property
    def doubts(self) -> tuple[DoubtRow, ...]:
        """The readings to confirm in the file that is shown."""
        return tuple(one for one in self.course.doubts if self._shows(one.path))

    @property
    def left(self) -> int:
        """How many things have to be done before publishing, in the whole course."""
        return self.course.left

    @property
    def jobs(self) -> "dict[Job, int]":
        """How many findings each check has, for those that have any and those that have none."""
        counts = dict.fromkeys(Job, 0)
        for one in (*self.course.findings, *self.stale):
            counts[one.finding.job] += self._shows(one.path)
        return counts | {Job.READINGS: counts[Job.READINGS] + len(self.doubts)}

    def _shows(self, path: str) -> bool:
        return self.path is None or path == self.path


_CHECKED: Final[Kept[tuple[uuid.UUID, int, int, str], Checked]] = Kept(20)


def checks_page(
    session: "Session", draft_id: uuid.UUID, *, today: "date", path: str | None = None
) -> ChecksPage:
    """Return what the checks say of a draft; three queries at most.

    Args:
        session: A session.
        draft_id: The draft.
        today: The day on which the author looks.
        path: Show what belongs to this file alone; what is left counts the whole course.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft, kept = _found(session, draft_id)
    course = _checked(session, draft, kept)
    opened = _opened(session, course.links)
    stale = link_findings(course.links, opened, course.reviewed_on, today)
    return ChecksPage(
        draft_id=draft.id,
        slug=draft.slug,
        state=draft.state,
        course=course,
        is_read=kept is not None and kept.number >= draft.number,
        was_read=kept is not None,
        stale=tuple(_link_row(course, one) for one in stale),
        opened=opened,
        path=path,
    )


def left_before_publishing(session: "Session", draft_id: uuid.UUID) -> int:
    """Return how many things have to be done first, as far as is known; two queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    return _checked(session, *_found(session, draft_id)).left


def _found(session: "Session", draft_id: uuid.UUID) -> "tuple[Draft, DraftReadings | None]":
    """Return a draft with what the worker saw in it."""
    row = session.execute(
        sa.select(Draft, DraftReadings)
        .outerjoin(DraftReadings, DraftReadings.draft_id == Draft.id)
        .where(Draft.id == draft_id)
    ).one()
    return row[0], row[1]


def was_looked_at(session: "Session", draft: "Draft", label: str) -> bool:
    """Whether the worker has looked at a draft as it is, with these dictionaries."""
    found = session.execute(
        sa.select(DraftReadings.number, DraftReadings.label).where(
            DraftReadings.draft_id == draft.id
        )
    ).one_or_none()
    return found is not None and found.number >= draft.number and found.label == label


@dataclass(frozen=True, slots=True)
class WordsPage:
    """The words with which a draft is read.

    Attributes:
        draft_id: The draft.
        title: The course's, without readings.
        state: What became of the draft.
        words: The course's own.
        lessons: Key → title of each lesson.
        organization: The words of its organization; None for a course of the whole city.
    """

    draft_id: uuid.UUID
    title: str
    state: "DraftState"
    words: tuple[OwnWord, ...]
    lessons: "Mapping[str, str]"
    organization: OrganizationWords | None


def words_page(session: "Session", draft_id: uuid.UUID) -> WordsPage:
    """Return the words with which a draft is read; five queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    place = organization_of(session, draft)
    return WordsPage(
        draft.id,
        source.title.plain or draft.slug,
        draft.state,
        own_words(source),
        {lesson.key: lesson.title.plain or lesson.key for lesson in source.lessons},
        words_of_organization(session, place) if place else None,
    )


def words_of_draft(session: "Session", draft: "Draft") -> "Words":
    """Return the dictionaries with which a draft is read: its organization's over the city's."""
    return words_for(session, organization_of(session, draft))


def organization_of(session: "Session", draft: "Draft") -> uuid.UUID | None:
    """Return whose words a draft is read with; None for a course of the whole city."""
    return library_of(session, draft.slug)


def _checked(session: "Session", draft: "Draft", kept: DraftReadings | None) -> Checked:
    seen = (kept.number, kept.label) if kept else (-1, "")
    found = _CHECKED.find((draft.id, draft.number, *seen))
    if found is None:
        source = queries.source_of(session, draft)
        look = Look.from_json(kept.found) if kept else None
        found = _CHECKED.keep((draft.id, draft.number, *seen), _looked_through(source, look))
    return found


def _looked_through(source: "CourseSource", look: Look | None) -> Checked:
    edition = compile_course(source)
    doubts = open_doubts(source, edition, look) if look else ()
    titles, links = _titles(source), outside_links(source)
    hints = Look((), look.hints) if look else None
    found = findings_of(source, edition, check_course(source, edition), hints)
    return Checked(
        title=source.title.plain or source.slug,
        findings=tuple(
            FindingRow(
                one,
                _block_of(source, one.fault.path, one.fault.line),
                titles.get(one.fault.path, one.fault.path),
            )
            for one in found
        ),
        doubts=tuple(_doubt_rows(source, doubts)),
        confirmed=len(source.readings.confirmed),
        links=links,
        blocks={(one.path, one.line): _block_of(source, one.path, one.line) for one in links},
        titles=titles,
        estimates=estimates(source),
        pace=pace_of(source),
        is_childrens=source.audience == Audience.CHILD,
        reviewed_on=source.reviewed_on,
    )


def _link_row(course: Checked, found: Finding) -> FindingRow:
    path, line = found.fault.path, found.fault.line
    return FindingRow(found, course.blocks[path, line], course.titles.get(path, path))


def _titles(source: "CourseSource") -> dict[str, str]:
    return {one.path: one.title.plain for one in source.lessons if one.title.plain}


def _block_of(source: "CourseSource", path: str, line: int) -> int | None:
    """Return the line of the block that a line is in; None where no page shows the file."""
    lesson = next((one for one in source.with_blocks if one.path == path), None)
    if lesson is not None:
        blocks = (block.line for block in (lesson.front, *lesson.blocks))
        return max((start for start in blocks if start <= line), default=1)
    return 1 if path.endswith(SHOWN) and path in dict(source.files) else None


def _doubt_rows(source: "CourseSource", doubts: "Iterable[DoubtAt]") -> "Iterator[DoubtRow]":
    """Put the same word of a lesson into one row, as ``flask courses readings`` does."""
    titles = _titles(source)
    places, groups = Places(source), dict[tuple[str, str, str], list[DoubtAt]]()
    for doubt in doubts:
        groups.setdefault((doubt.where, doubt.word.surface, doubt.word.kana), []).append(doubt)
    for (where, surface, kana), them in groups.items():
        path, line = places.of(them[0])
        yield DoubtRow(
            where,
            surface,
            kana,
            tuple(one for one in them[0].word.others if one != kana),
            tuple(dict.fromkeys(one.sentence for one in them)),
            path,
            _block_of(source, path, line),
            titles.get(path, path),
        )


def _opened(session: "Session", links: "Iterable[Outside]") -> "dict[str, date]":
    rows = session.execute(
        sa.select(OpenedPage.url, OpenedPage.opened_on).where(
            OpenedPage.url.in_(sorted({link.url for link in links}))
        )
    )
    return {row.url: row.opened_on for row in rows}
