"""What a check finds. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from app.catalog.sources.faults import Fault


class Weight(IntEnum):
    """How much a finding weighs, the heaviest first."""

    MUST = 1
    SHOULD = 2
    KNOW = 3


class Job(StrEnum):
    """What a check looks at, in the order in which an author reads it."""

    FORM = "form"
    READINGS = "readings"
    PLAIN = "plain"
    ALTERNATIVES = "alternatives"
    CONTRAST = "contrast"
    LINKS = "links"
    OBJECTIVES = "objectives"
    FEEDBACK = "feedback"
    MINUTES = "minutes"
    ACCESS = "access"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with its job and weight."""

    weight: Weight
    job: Job
    fault: Fault

    @classmethod
    def of(
        cls, weight: Weight, job: Job, place: tuple[str, int], told: tuple[str, str]
    ) -> "Finding":
        """Return a finding at (path, line) that tells (what, how to mend it)."""
        return cls(weight, job, Fault(*place, *told))


_JOBS: Final = (
    (Job.ALTERNATIVES, r"画像に説明の文がありません"),
    (
        Job.LINKS,
        r"リンク|アドレス|ファイルがありません|許可されていないサイト|#see-|url がありません",
    ),
    (Job.OBJECTIVES, r"目標|枠組み|段階 "),
    (Job.FEEDBACK, r"説明がありません|結び|説明の「>」"),
    (Job.ACCESS, r"文字に起こした文|captions|見出しの段|何のファイル|何のページ"),
    (Job.READINGS, r"ふりがな|読み"),
    (Job.TRANSLATION, r"訳"),
    (Job.MINUTES, r"「minutes」"),
)
"""By what words the faults of a course belong to a job; the others are of form."""


def musts(faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """Return the faults that keep a course from being published, each with its job."""
    return tuple(Finding(Weight.MUST, _job_of(fault), fault) for fault in faults)


def _job_of(fault: Fault) -> Job:
    return next((job for job, words in _JOBS if re.search(words, fault.message)), Job.FORM)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings, the heaviest first, then by place; each fault is told once."""
    first: dict[Fault, Finding] = {}
    for one in sorted(findings, key=lambda one: (one.weight, one.fault)):
        first.setdefault(one.fault, one)
    return tuple(first.values())
