"""What comes of reading a file, in whatever form. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from app.i18n.marks import N_
from app.rosters.faults import Fault
from app.rosters.roster import Roster


class Form(StrEnum):
    """What a roster can come as."""

    ONEROSTER = "oneroster"
    SIMPLE = "simple"


class FileForm(StrEnum):
    """What a roster can be written as; the value ends the file's name."""

    ONEROSTER = "zip"
    XLSX = "xlsx"
    CSV = "csv"


MIMETYPES: Final[Mapping[FileForm, str]] = {
    FileForm.ONEROSTER: "application/zip",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.CSV: "text/csv; charset=utf-8",
}


class Remark(StrEnum):
    """What is good to know of a file, and keeps nothing from being taken in."""

    ENCODING = "encoding"
    WIDENED = "widened"
    NOT_KEPT = "not_kept"
    NO_PASSWORDS = "no_passwords"
    HIGH_SCHOOL = "high_school"
    COLUMNS = "columns"


REMARKS: Final[Mapping[Remark, str]] = {
    Remark.ENCODING: N_("%(file)sの文字コードは%(encoding)sでした。UTF-8に直して読みました。"),
    Remark.WIDENED: N_("半角のカナを、%(n)s行で全角に直しました。"),
    Remark.NOT_KEPT: N_("%(file)sは、寺子屋では使わないので、のこしません。"),
    Remark.NO_PASSWORDS: N_("ファイルの中のパスワードは、読まずに捨てました。"),
    Remark.HIGH_SCHOOL: N_(
        "小・中学校のほかの学年コード（%(codes)s）は、学年なしで取り込みます。"
    ),
    Remark.COLUMNS: N_("%(file)sの「%(columns)s」の列は、使いません。"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark, with what its sentence has places for."""

    remark: Remark
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as a summary keeps it."""
        return {"remark": self.remark.value, "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        return cls(Remark(data["remark"]), data["values"])


@dataclass(slots=True)
class Reading:
    """A file, read: what it says, and all that is wrong with its rows."""

    form: Form
    roster: Roster = field(default_factory=Roster)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
