"""``plan.md`` and ``family.md``: papers for those who teach, read and compiled. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.catalog.around import Handout, HandoutKind
from app.catalog.markdown import Compiled, compile_blocks
from app.catalog.sources.course import HandoutSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.lines import lines_of

HANDOUTS: Final[Mapping[str, HandoutKind]] = {
    "plan.md": HandoutKind.PLAN,
    "family.md": HandoutKind.FAMILY,
}


def read_handouts(files: Mapping[str, bytes], faults: list[Fault]) -> tuple[HandoutSource, ...]:
    """Read the papers that a course folder holds; it need not hold any."""
    return tuple(
        HandoutSource(
            path, kind, "\n".join(line.text for line in lines_of(path, files[path], faults))
        )
        for path, kind in HANDOUTS.items()
        if path in files
    )


def compile_handout(
    source: HandoutSource, assets: Mapping[str, str], faults: list[Fault]
) -> Handout:
    """Compile a paper, whatever its faults.

    Args:
        source: The paper.
        assets: The course's files: path → address to show it under.
        faults: Receives what is wrong in it.
    """
    compiled = compile_blocks(source.text, assets=assets)
    faults += _faults(source, compiled)
    return Handout(source.kind, compiled.prose)


def _faults(source: HandoutSource, compiled: Compiled) -> Iterator[Fault]:
    for problem in compiled.problems:
        yield Fault(source.path, problem.line + 1, problem.message, problem.mend)
    for _, line in compiled.marks:
        mend = "{#see-…} を消します。"
        yield Fault(source.path, line + 1, "「本文のここ」は、レッスンの中だけのものです", mend)
    for number, text in enumerate(source.text.split("\n"), start=1):
        if text.startswith(":::"):
            mend = "文、表、一覧だけで書きます。"
            yield Fault(source.path, number, "この紙には、囲みや問題を書けません", mend)
    if compiled.prose.is_empty:
        yield Fault(source.path, 1, "紙に中身がありません", "文を書くか、ファイルを消します。")
