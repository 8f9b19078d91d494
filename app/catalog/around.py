"""What stands around the lessons of a course: who made it, and papers for those who teach."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.catalog.content import Json, Prose, Text


@dataclass(frozen=True, slots=True)
class Author:
    """The organization that made the course; ``kind`` is an ``identity`` OrganizationKind."""

    name: Text
    kind: str

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"name": self.name.to_json(), "kind": self.kind}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(Text.from_json(data["name"]), data["kind"])


class HandoutKind(StrEnum):
    """For whom a paper is: a teacher's plan of one hour, a sheet for the family at home."""

    PLAN = "plan"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Handout:
    """A paper to print, one side of A4; written for adults, in Japanese."""

    kind: HandoutKind
    prose: Prose

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"kind": self.kind.value, "prose": self.prose.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(HandoutKind(data["kind"]), Prose.from_json(data["prose"]))
