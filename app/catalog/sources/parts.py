"""What a question is made of: its item for grading, and what its text must hold for its kind."""

from collections.abc import Iterator, Mapping

from app.catalog.content import Prose
from app.catalog.questions import OptionText, Wording
from app.catalog.sources.course import Block, QuestionSource
from app.items.hotspot import Hotspot
from app.items.inline_choice import InlineChoice
from app.items.item import Item, Limits, Option, Target
from app.items.kinds import KINDS


def item_of(
    block: Block,
    source: QuestionSource,
    texts: Mapping[str, OptionText],
    targets: Mapping[str, Prose],
) -> Item:
    """Return what a question block asks, for grading."""
    return Item(
        block.key or "",
        block.kind,
        block.attribute("objective"),
        tuple(
            Option(o.key, o.correct, texts[o.key].text.plain, o.target, o.area, o.text.line)
            for o in source.options
        ),
        tuple(Target(t.key, targets[t.key].plain, t.text.line) for t in source.targets),
        Limits(_count(block.attribute("attempts")), _count(block.attribute("wait"))),
        block.attribute("shuffle") == "yes",
        block.line,
    )


def _count(written: str | None) -> int:
    return int(written) if written and written.isdecimal() else 0


def missing_parts(kind: str, wording: Wording) -> Iterator[tuple[str, str, str]]:
    """Find what a kind needs in the text of its question, and is not there.

    Args:
        kind: A key of ``KINDS``.
        wording: The question as one reader gets it, whole.

    Yields:
        (key of the gap that is meant, or "", what is wrong, how to mend it).
    """
    if isinstance(KINDS[kind], Hotspot) and "<img" not in "".join(wording.prompt.skeleton):
        mend = "問いの文のあとに ![絵の説明](assets/…) を置きます。"
        yield "", "えらぶ絵がありません", mend
    if isinstance(KINDS[kind], InlineChoice):
        text = wording.prompt.plain
        for key, name in wording.targets.items():
            count = text.count(f"［{name.plain}］")
            if count != 1:
                mend = f"問いの文の中に、1回だけ ［{name.plain}］ と書きます（全角のかっこ）。"
                yield key, f"空らん「{name.plain}」が文の中に{count}回あります", mend
