"""``multiple-response``: tick everything that is right."""

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
class MultipleResponse:
    """QTI choiceInteraction without a limit."""

    name: str = "multiple-response"
    label: str = "いくつでもえらぶ"
    cardinality: Cardinality = Cardinality.MULTIPLE
    base_type: str = "identifier"
    written_as: Writing = Writing.TASKS
    needs_closing: bool = False

    def check(self, item: Item) -> list[Fault]:
        """Ask for two options at least, one of them right."""
        faults: list[Fault] = []
        if len(item.options) < 2:  # noqa: PLR2004  with one there is nothing to choose
            faults.append(
                (item.line, "選択肢が2つ以上ありません", "「- [ ] 選択肢 #キー」の行を足します。")
            )
        if item.options and not item.correct_keys:
            faults.append(
                (item.line, "正しい選択肢（[x]）がありません", "正しいものすべてを [x] にします。")
            )
        return faults

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:  # noqa: ARG002  authors order them
        """Show the options as they were written."""
        return item.keys

    def accepts(self, item: Item, response: Response) -> bool:
        """Take one key or more, each offered, none twice."""
        chosen = set(response)
        return bool(chosen) and len(chosen) == len(response) and chosen <= set(item.keys)

    def grade(self, item: Item, response: Response) -> Grade:
        """Grade what was ticked, in whatever order.

        An option is right when it is ticked and correct, or left blank and wrong. Explanations
        are those of what was ticked; once all is right, those of every option: why the others
        were rightly left blank is worth reading then, and gives nothing away.
        """
        if not self.accepts(item, response):
            raise ResponseError("choices must come from what was offered, each at most once")
        chosen, right = set(response), set(item.correct_keys)
        if chosen == right:
            return Grade(1.0, item.keys)
        score = 1 - len(chosen ^ right) / len(item.keys)
        return Grade(score, tuple(key for key in item.keys if key in chosen))

    def correct_pattern(self, item: Item) -> list[str]:
        """Name the right options."""
        return [joined(item.correct_keys)]

    def response_text(self, response: Response) -> str:
        """Name the ticked options."""
        return joined(response)

    def read_response(self, text: str) -> Response:
        """Read the ticked options."""
        return parted(text)

    def interaction_definition(self, item: Item, plain: str) -> dict[str, object]:
        """Describe an xAPI ``choice`` with several right options."""
        pattern = self.correct_pattern(item)
        return described(item, plain, interaction="choice", pattern=pattern, choices=True)
