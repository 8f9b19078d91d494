"""``hotspot``: point at places in a picture."""

from dataclasses import dataclass

from app.items.item import Fault, Item, Writing
from app.items.multiple_response import MultipleResponse

WHOLE = 100
SMALLEST = 4
"""Percent of the picture: less cannot be hit with a finger."""


@dataclass(frozen=True, slots=True)
class Hotspot(MultipleResponse):
    """QTI hotspotInteraction: every place has a name as well, so that nobody needs to see it."""

    name: str = "hotspot"
    label: str = "絵の中をえらぶ"
    written_as: Writing = Writing.AREAS

    def check(self, item: Item) -> list[Fault]:
        """Ask for a place in the picture in every option, besides what a choice needs."""
        faults = super(Hotspot, self).check(item)
        for option in item.options:
            if option.area is None or not _lies_inside(option.area):
                mend = (
                    "「- [x] @左,上,幅,高さ 名前 #キー」と、絵の大きさを100とした数で書きます"
                    f"（幅と高さは{SMALLEST}以上）。"
                )
                faults.append((option.line, "絵の中の場所が読めません", mend))
        return faults


def _lies_inside(area: tuple[int, int, int, int]) -> bool:
    left, top, width, height = area
    return min(width, height) >= SMALLEST and left + width <= WHOLE and top + height <= WHOLE
