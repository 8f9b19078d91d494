"""``inline-choice``: choose the word for each gap of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.items.item import Fault, Item, Option, Slot, Target, Writing
from app.items.pairs import PairKind, wrong_slots


@dataclass(frozen=True, slots=True)
class InlineChoice(PairKind):
    """QTI inlineChoiceInteraction, one or several in a text; a cloze."""

    name: str = "inline-choice"
    label: str = "文の空らんをえらぶ"
    written_as: Writing = Writing.GAPS

    def check(self, item: Item) -> list[Fault]:
        """Ask for a gap at least, and in each for two words, one of them right."""
        faults: list[Fault] = []
        if not item.targets:
            mend = "「- **ア** #キー」の行と、その下に2文字下げて「- [x] 言葉 #キー」を書きます。"
            faults.append((item.line, "空らんがありません", mend))
        names = [target.text for target in item.targets]
        faults += [
            (target.line, f"空らん「{target.text}」が2つあります", "ちがう名前にします。")
            for number, target in enumerate(item.targets)
            if target.text in names[:number]
        ]
        for target in item.targets:
            words = [option for option in item.options if option.target == target.key]
            right = sum(option.correct for option in words)
            if len(words) < 2 or right != 1:  # noqa: PLR2004  with one there is no choice
                message = (
                    f"空らん「{target.text}」の言葉は{len(words)}個、正しいものは{right}個です"
                )
                mend = "2つ以上の言葉を書き、1つだけを [x] にします。"
                faults.append((target.line, message, mend))
        return faults

    def slots(self, item: Item) -> tuple[Slot, ...]:
        """Let every gap take the words written for it."""
        return tuple(
            (gap.key, tuple(o.key for o in item.options if o.target == gap.key))
            for gap in item.targets
        )

    def right(self, item: Item) -> Mapping[str, str]:
        """Return the right word of each gap."""
        return {option.target: option.key for option in item.options if option.correct}

    def explained(self, item: Item, given: Mapping[str, str]) -> tuple[str, ...]:
        """Explain the words wrongly chosen; the right ones once all is right."""
        wrong = wrong_slots(given, self.right(item))
        return tuple(given[gap] for gap in wrong) or item.correct_keys

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:
        """List the gaps as source and the words as target, as in a pair ``gap[.]word``."""
        return {"source": item.targets, "target": item.options}
