"""A portfolio → what paper, text and data say. Pure but for the words of the data files.

Paper and folder are Japanese documents, whatever language somebody reads the site in: they go to
schools and into applications.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.assessments.rubric import rubric
from app.i18n.dates import jdate
from app.journals.prompts import find_prompt
from app.press import Paper
from app.projects.stages import stage

if TYPE_CHECKING:
    from app.assessments.queries import Settled
    from app.journals.models import JournalEntry
    from app.portfolios.queries import Portfolio
    from app.workroom.queries import ArtifactRow

TEMPLATE: Final = Path(__file__).parent / "papers" / "portfolio.typ"
WITHOUT_PRIVATE: Final = "本人だけが読めるふりかえりは、この写しには入っていません。"

WITH_OTHERS: Final = (
    "ほかの人が写っているか、だれが写っているか確かめていないので、ファイルは入れていません。"
)


def paper(found: "Portfolio", *, on: date, is_own: bool) -> Paper:
    """Return the paper, to be pressed."""
    return Paper(TEMPLATE, said(found, on=on, is_own=is_own), on)


def said(found: "Portfolio", *, on: date, is_own: bool) -> dict[str, Any]:
    """Return all that a portfolio says, as the paper and ``portfolio.json`` have it."""
    project, member = found.part.project, found.part.member
    until = found.part.until
    days = f"{jdate(found.part.since)}から" + (f"{jdate(until)}まで" if until else "")
    return {
        "title": project.title,
        "name": found.name,
        "school": found.school,
        "days": days,
        "duty": member.duty,
        "question": project.question,
        "summary": project.summary,
        "stages": [
            {
                "name": stage(key).names["ja"],
                "day": f"{jdate(passed)}に終えました" if passed else "まだ終えていません",
            }
            for key, _due, passed in found.stages
        ],
        "made": [_made(one, is_packed=one.id in found.alone) for one in found.made],
        "team": f"チームでは、あわせて{found.made_by_all}点をのせました。",
        "entries": [_entry(one) for one in found.entries],
        "note": "" if is_own else WITHOUT_PRIVATE,
        "assessed": None if found.settled is None else _assessed(found.settled),
        "city": found.city,
        "credentials": [{"number": number, "name": name} for number, name in found.credentials],
        "day": f"{jdate(on)}現在",
    }


def text(told: dict[str, Any]) -> str:
    """Return the same as plain text, for whoever opens the folder without anything else."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"探究の記録　{told['title']}"
    yield f"{told['school']}　{told['name']}　（{told['days']}）"
    yield f"問い：{told['question']}"
    yield ""
    yield from (f"・{one['name']}：{one['day']}" for one in told["stages"])
    yield ""
    yield f"作ったもの　{told['team']}"
    for one in told["made"]:
        yield f"・{one['title']}（{one['day']}、{one['terms']}）{one['file'] or one['note']}"
    yield ""
    yield from _looked_back(told)
    yield from _judged(told)


def _looked_back(told: dict[str, Any]) -> Iterator[str]:
    yield "ふりかえり"
    if told["note"]:
        yield told["note"]
    for one in told["entries"]:
        yield f"【{one['day']}　{one['stage']}】{one['prompt']}"
        yield one["words"]
        yield ""


def _judged(told: dict[str, Any]) -> Iterator[str]:
    if told["assessed"] is not None:
        yield f"評価（{told['assessed']['day']}）"
        yield from (f"・{one['name']}：{one['level']}" for one in told["assessed"]["lines"])
        yield told["assessed"]["words"]
        yield ""
    if told["city"]:
        yield f"市の答え：{told['city']}"
    yield from (f"証明　{one['number']}　{one['name']}" for one in told["credentials"])


def _made(one: "ArtifactRow", *, is_packed: bool) -> dict[str, str]:
    version = one.version
    file = version.url or (file_name(one) if is_packed else "")
    return {
        "title": one.title,
        "about": one.alt,
        "day": str(jdate(version.made_on)),
        "terms": one.terms.name,
        "file": file,
        "note": "" if file else WITH_OTHERS,
    }


def file_name(one: "ArtifactRow") -> str:
    """Return what a file is called in the folder; its title may hold anything."""
    return f"made/{one.id.hex[:8]}-{one.version.number}.{one.version.suffix}"


def _entry(one: "JournalEntry") -> dict[str, str]:
    card = find_prompt(one.stage, one.prompt)
    return {
        "day": str(jdate(one.written_on)),
        "stage": stage(one.stage).names["ja"],
        "prompt": "" if card is None else str(card.ja),
        "words": one.words,
    }


def _assessed(settled: "Settled") -> dict[str, Any]:
    known = rubric()
    return {
        "day": str(jdate(settled.on)),
        "words": settled.words,
        "lines": [
            {"name": str(line.name.ja), "level": str(known.levels[settled.levels[line.key]].ja)}
            for line in known.lines
            if line.key in settled.levels
        ],
    }
