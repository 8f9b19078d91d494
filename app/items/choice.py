"""``choice``: one right answer among several."""

from dataclasses import dataclass

from app.items.item import Fault, Grade, Item, Kind, Response, ResponseError


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """QTI choiceInteraction with maxChoices 1."""

    name: str = "choice"
    label: str = "一つえらぶ"

    def check(self, item: Item) -> list[Fault]:
        """Ask for two options at least, and one right one."""
        faults: list[Fault] = []
        if len(item.options) < 2:  # noqa: PLR2004  with one there is nothing to choose
            faults.append(
                (item.line, "選択肢が2つ以上ありません", "「- [ ] 選択肢 #キー」の行を足します。")
            )
        right = len(item.correct_keys)
        if item.options and right != 1:
            faults.append(
                (
                    item.line,
                    f"正しい選択肢（[x]）が{right}個あります",
                    "一つだけを [x] にします。いくつもあるときは multiple-response にします。",
                )
            )
        return faults

    def accepts(self, item: Item, response: Response) -> bool:
        """Take exactly one key that was offered."""
        return len(response) == 1 and response[0] in item.keys

    def grade(self, item: Item, response: Response) -> Grade:
        """Give 1 or 0, and the explanation of what was chosen."""
        if not self.accepts(item, response):
            raise ResponseError("exactly one of the offered keys must be chosen")
        return Grade(float(response[0] in item.correct_keys), response)
