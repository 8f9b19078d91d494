"""What `courses check --strict` asks beyond a sound course: all that an author should do."""

from typing import TYPE_CHECKING

from app.catalog.checks.finding import Finding, Weight, in_order
from app.catalog.checks.links import link_findings, outside_links
from app.catalog.checks.looks import Look, hints_of, reading_findings
from app.catalog.checks.together import findings_of
from app.catalog.sources.compile import compile_course

if TYPE_CHECKING:
    from datetime import date

    from app.catalog.service.reading import ReadCourse
    from app.catalog.sources.faults import Fault
    from app.furigana.port import Analyzer


def findings_in(
    course: "ReadCourse", analyzer: "Analyzer", *, today: "date"
) -> tuple[Finding, ...]:
    """Find everything that the checks say of a sound course.

    Args:
        course: The course with its readings.
        analyzer: What reads; gives the hints on plain words.
        today: The day on which the author looks.
    """
    source = course.source
    look = Look(course.doubts, hints_of(source, analyzer))
    edition = compile_course(source)
    outside = link_findings(outside_links(source), {}, source.reviewed_on, today)
    return in_order((*findings_of(source, edition, (), look), *outside))


def strict_faults(
    course: "ReadCourse", analyzer: "Analyzer", *, today: "date"
) -> "tuple[Fault, ...]":
    """Find what a careful author would still do, as faults; what is good to know is left out."""
    found = findings_in(course, analyzer, today=today)
    return tuple(sorted(one.fault for one in found if one.weight < Weight.KNOW))


def held_back_by(course: "ReadCourse") -> "tuple[Fault, ...]":
    """Find what keeps a sound course that somebody wrote on our pages from being published."""
    found = reading_findings(course.source, course.doubts)
    return tuple(one.fault for one in found if one.weight == Weight.MUST)
