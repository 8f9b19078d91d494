"""``multiple-response``: tick everything that is right."""

from dataclasses import dataclass

from app.items.item import Cardinality, Fault, Grade, Item, Kind, Response, ResponseError


@dataclass(frozen=True, slots=True)
class MultipleResponse(Kind):
    """QTI choiceInteraction without a limit."""

    name: str = "multiple-response"
    label: str = "いくつでもえらぶ"
    cardinality: Cardinality = Cardinality.MULTIPLE

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
