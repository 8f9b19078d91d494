"""``categorize`` and ``match``: put each thing where it belongs."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.items.item import Fault, Item, Slot, Writing, mixed
from app.items.pairs import PairKind, wrong_slots


@dataclass(frozen=True, slots=True)
class Categorize(PairKind):
    """QTI matchInteraction whose places take any number of things."""

    name: str = "categorize"
    label: str = "なかまに分ける"
    written_as: Writing = Writing.GROUPS
    can_shuffle: bool = False

    def check(self, item: Item) -> list[Fault]:
        """Ask for two places and two things at least."""
        faults: list[Fault] = []
        if len(item.targets) < 2:  # noqa: PLR2004  with one place there is nothing to decide
            faults.append(
                (
                    item.line,
                    "分ける先が2つ以上ありません",
                    "「- **分ける先** #キー」の下に、2文字下げて「- もの #キー」を書きます。",
                )
            )
        if len(item.options) < 2:  # noqa: PLR2004  one thing is a choice
            faults.append(
                (
                    item.line,
                    "分けるものが2つ以上ありません",
                    "分ける先の下に、2文字下げて「- もの #キー」を書きます。",
                )
            )
        return faults

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:
        """Shuffle by ``seed``: written by where they belong, they would give it away."""
        return mixed(item.keys, seed)

    def slots(self, item: Item) -> tuple[Slot, ...]:
        """Let every thing go to every place."""
        places = tuple(target.key for target in item.targets)
        return tuple((key, places) for key in item.keys)

    def right(self, item: Item) -> Mapping[str, str]:
        """Return where each thing was written."""
        return {option.key: option.target for option in item.options}

    def explained(self, item: Item, given: Mapping[str, str]) -> tuple[str, ...]:
        """Explain the first thing that is misplaced; all of them once all is right.

        One at a time: an explanation tells where its thing belongs.
        """
        wrong = wrong_slots(given, self.right(item))
        return wrong[:1] or item.keys


@dataclass(frozen=True, slots=True)
class Match(Categorize):
    """QTI matchInteraction in which every place takes one thing.

    Two things put in one place are an answer that is wrong in part, and none that is refused:
    whoever answers without a script has nothing that would keep them from it.
    """

    name: str = "match"
    label: str = "組み合わせる"

    def check(self, item: Item) -> list[Fault]:
        """Ask for as many places as things, one thing in each."""
        faults = super(Match, self).check(item)
        for target in item.targets:
            held = sum(option.target == target.key for option in item.options)
            if held != 1:
                faults.append(
                    (
                        target.line,
                        f"「{target.text}」に組み合わせるものが{held}個あります",
                        "1つだけにします。いくつも入るときは categorize にします。",
                    )
                )
        return faults
