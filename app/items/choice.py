"""``choice``: one right answer among several."""

from dataclasses import dataclass

from app.items.item import (
    Cardinality,
    Fault,
    Grade,
    Item,
    Response,
    ResponseError,
    Writing,
    described,
    joined,
    parted,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """QTI choiceInteraction with maxChoices 1."""

    name: str = "choice"
    label: str = "一つえらぶ"
    cardinality: Cardinality = Cardinality.SINGLE
    base_type: str = "identifier"
    written_as: Writing = Writing.TASKS
    needs_closing: bool = False

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

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:  # noqa: ARG002  authors order them
        """Show the options as they were written."""
        return item.keys

    def accepts(self, item: Item, response: Response) -> bool:
        """Take exactly one key that was offered."""
        return len(response) == 1 and response[0] in item.keys

    def grade(self, item: Item, response: Response) -> Grade:
        """Give 1 or 0, and the explanation of what was chosen."""
        if not self.accepts(item, response):
            raise ResponseError("exactly one of the offered keys must be chosen")
        return Grade(float(response[0] in item.correct_keys), response)

    def correct_pattern(self, item: Item) -> list[str]:
        """Name the right option."""
        return [joined(item.correct_keys)]

    def response_text(self, response: Response) -> str:
        """Name the chosen option."""
        return joined(response)

    def read_response(self, text: str) -> Response:
        """Read the chosen option."""
        return parted(text)

    def interaction_definition(self, item: Item, plain: str) -> dict[str, object]:
        """Describe an xAPI ``choice``."""
        pattern = self.correct_pattern(item)
        return described(item, plain, interaction="choice", pattern=pattern, choices=True)
