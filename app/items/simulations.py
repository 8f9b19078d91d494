"""Simulations: learning by doing, in the frame of a practice.

Each is a set of things with a decision to make on every one, so they are graded alike; what
differs is how they look, and that is the player's. In a course file a thing marked ``[x]`` is
one for which the first of the two verdicts is right. ``is_assumed`` says that a thing nobody
decided on has the second verdict: a field left empty was not given away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.items.item import Fault, Item, Slot, Target
from app.items.pairs import PairKind, wrong_slots


@dataclass(frozen=True, slots=True)
class Simulation(PairKind):
    """QTI customInteraction over things with two verdicts each (responses as of a match)."""

    verdicts: tuple[Target, Target] = (Target(""), Target(""))
    is_assumed: bool = False
    is_practice: bool = True

    def check(self, item: Item) -> list[Fault]:
        """Ask for two things at least, both verdicts right somewhere, and names of their own."""
        verdicts = {verdict.key for verdict in self.verdicts}
        faults: list[Fault] = [
            (option.line, f"「#{option.key}」は、判断の名前です", "ほかのキーにします。")
            for option in item.options
            if option.key in verdicts
        ]
        right = len(item.correct_keys)
        if not 0 < right < len(item.options):
            first, second = (verdict.text for verdict in self.verdicts)
            mend = f"「{first}」は [x]、「{second}」は [ ] にして、どちらも1つ以上書きます。"
            faults.append((item.line, f"{len(item.options)}個のうち [x] が{right}個です", mend))
        return faults

    def slots(self, item: Item) -> tuple[Slot, ...]:
        """Ask for a verdict on every thing."""
        verdicts = tuple(verdict.key for verdict in self.verdicts)
        return tuple((key, verdicts) for key in item.keys)

    def right(self, item: Item) -> Mapping[str, str]:
        """Return the right verdict on each thing."""
        first, second = (verdict.key for verdict in self.verdicts)
        return {o.key: first if o.correct else second for o in item.options}

    def explained(self, item: Item, given: Mapping[str, str]) -> tuple[str, ...]:
        """Show by what each thing misjudged could be told; every thing's once all is right."""
        return wrong_slots(given, self.right(item)) or item.keys

    def components(self, item: Item) -> Mapping[str, tuple[object, ...]]:  # type: ignore[override]
        """List the things as source, the verdicts as target."""
        return {"source": item.options, "target": self.verdicts}


INBOX = Simulation(
    name="inbox",
    label="受信箱を仕分ける",
    verdicts=(Target("suspicious", "あやしい"), Target("genuine", "本物らしい")),
)
SIGN_UP = Simulation(
    name="sign-up",
    label="登録フォームに書くことを決める",
    verdicts=(Target("give", "書く"), Target("keep", "書かない")),
    is_assumed=True,
)
PASSWORD = Simulation(
    name="password",
    label="パスワードを作る",
    verdicts=(Target("use", "使う"), Target("leave", "使わない")),
    is_assumed=True,
)
AUDIENCE = Simulation(
    name="audience",
    label="だれに見えるか考える",
    verdicts=(Target("sees", "見える"), Target("hidden", "見えない")),
)
SEARCH_RESULTS = Simulation(
    name="search-results",
    label="検索結果を横に調べる",
    verdicts=(Target("trust", "頼れる"), Target("doubt", "頼れない")),
)
ASSISTANT = Simulation(
    name="assistant",
    label="AIの答えを確かめる",
    verdicts=(Target("confirmed", "合っている"), Target("wrong", "まちがい")),
)
