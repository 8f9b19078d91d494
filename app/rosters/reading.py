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
    NO_PASSWORDS = "no_passwords"
    HIGH_SCHOOL = "high_school"
    COLUMNS = "columns"
    LEFT_PRIVATE = "left_private"
    LEFT_CONTACT = "left_contact"
    LEFT_ELSEWHERE = "left_elsewhere"
    LEFT_TIMETABLE = "left_timetable"
    NOT_PUBLIC = "not_public"
    PREFERRED = "preferred"
    MIDDLE = "middle"


REMARKS: Final[Mapping[Remark, str]] = {
    Remark.ENCODING: N_("%(file)sの文字コードは%(encoding)sでした。UTF-8に直して読みました。"),
    Remark.WIDENED: N_("半角のカナを、%(n)s行で全角に直しました。"),
    Remark.NO_PASSWORDS: N_("ファイルの中のパスワードは、読まずに捨てました。"),
    Remark.HIGH_SCHOOL: N_(
        "小・中学校のほかの学年コード（%(codes)s）は、学年なしで取り込みます。"
    ),
    Remark.COLUMNS: N_("%(file)sの「%(columns)s」の列は、使いません。"),
    Remark.LEFT_PRIVATE: N_("講座に要らない、配慮の要る情報は、取り込みません（%(columns)s）。"),
    Remark.LEFT_CONTACT: N_("寺子屋から電話はしないので、番号は取り込みません（%(columns)s）。"),
    Remark.LEFT_ELSEWHERE: N_("ほかのシステムのための番号などは、取り込みません（%(columns)s）。"),
    Remark.LEFT_TIMETABLE: N_("教科や時間割のことは、取り込みません（%(columns)s）。"),
    Remark.NOT_PUBLIC: N_(
        "公開しないという印（PublicFlgがfalse）のある行が、%(n)s行あります。寺子屋で学級の名簿を見るのは、"
        "その学級の先生と学校の管理の係だけです。絵カードには、名だけが出ます。"
    ),
    Remark.PREFERRED: N_(
        "%(n)s人は、通称名（preferredの列）で取り込みます。"
        "カナも通称名のものか、たしかめてください。"
    ),
    Remark.MIDDLE: N_("%(n)s人のミドルネームは、名のうしろに続けて取り込みます。"),
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
        """Read what ``to_json`` wrote.

        Raises:
            ValueError: It was written long ago, and is said no more.
        """
        return cls(Remark(data["remark"]), data["values"])


@dataclass(slots=True)
class Reading:
    """A file, read: what it says, and all that is wrong with its rows."""

    form: Form
    roster: Roster = field(default_factory=Roster)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
