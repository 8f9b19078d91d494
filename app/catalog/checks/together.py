"""All checks of a course together: what the editor, the command line and publishing say. Pure."""

from typing import TYPE_CHECKING

from app.catalog.checks.access import access_findings
from app.catalog.checks.alternatives import alternative_findings
from app.catalog.checks.contrast import contrast_findings
from app.catalog.checks.finding import Finding, Job, Weight, in_order, musts
from app.catalog.checks.links import unused_findings
from app.catalog.checks.looks import Look, open_doubts, plain_findings, reading_findings
from app.catalog.checks.minutes import minutes_findings
from app.catalog.checks.questions import feedback_findings, objective_findings
from app.catalog.sources.translation.check import check_translations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.catalog.sources.compile import Edition
    from app.catalog.sources.course import CourseSource
    from app.catalog.sources.faults import Fault


def findings_of(
    source: "CourseSource",
    edition: "Edition",
    faults: "Iterable[Fault]",
    look: Look | None = None,
) -> tuple[Finding, ...]:
    """Find everything that a careful author would still do.

    Args:
        source: The course.
        edition: The same, compiled.
        faults: What keeps it from being published, see ``sources.check``.
        look: What the analyzer saw of it; None where it has not looked yet.

    Pages elsewhere grow old by themselves: see ``links.link_findings``.
    """
    found = [
        *musts(faults),
        *alternative_findings(source),
        *contrast_findings(source),
        *unused_findings(source),
        *objective_findings(source),
        *feedback_findings(source),
        *minutes_findings(source),
        *access_findings(source),
        *(
            Finding.of(Weight.SHOULD, Job.TRANSLATION, (n.path, n.line), (n.message, n.mend))
            for n in check_translations(source)
        ),
    ]
    if look is not None:
        found += reading_findings(source, open_doubts(source, edition, look))
        found += plain_findings(source, look.hints)
    return in_order(found)
