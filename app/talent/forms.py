"""What the address of a page may ask for, and what forms may send.

A value of an address that means nothing counts as not asked.
"""

import unicodedata
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.credentials.schema import is_absolute
from app.frameworks import queries as frameworks
from app.personnel.rules import EmploymentKind
from app.talent.files import LARGEST_FILE
from app.talent.queries import Asked, Proofs, Scope
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.frameworks.models import FrameworkItem

DEFAULT_FRAMEWORK = "dss-l@1.2"


FRESH_DAYS = 90
"""As many days back lies what counts as fresh."""
MOST_FRAMEWORKS = 3
"""As many stand side by side; more columns than that nobody reads."""


@dataclass(frozen=True, slots=True)
class MatrixAddress:
    """The filters of the matrix and the cell that is open, as its address holds them.

    Attributes:
        frameworks: Whose items are the columns; ``framework=dss-l@1.2 dss-p@1.2``.
        minimum: ``min=2``, the level from which an item counts as reached.
        signed: ``proofs=signed``, only what a signed credential proves.
        fresh: ``fresh=90``, only what was attested in the last 90 days.
        kind: ``kind=full_time``, only people who are employed so.
        item: ``item=T5``, of whichever framework has it first; or ``item=dss-l@1.2/T5``.
    """

    frameworks: tuple[str, ...] = (DEFAULT_FRAMEWORK,)
    department: uuid.UUID | None = None
    minimum: int = 1
    signed: bool = False
    fresh: bool = False
    kind: EmploymentKind | None = None
    page: int = 1
    person: uuid.UUID | None = None
    item: "FrameworkItem | None" = None

    @classmethod
    def read(cls, args: "Mapping[str, str]") -> "MatrixAddress":
        """Read the query string."""
        known = frameworks.framework_refs()
        named = [ref for ref in args.get("framework", "").split() if ref in known]
        refs = tuple(dict.fromkeys(named))[:MOST_FRAMEWORKS] or (DEFAULT_FRAMEWORK,)
        return cls(
            frameworks=refs,
            department=_uuid(args.get("department")),
            minimum=_number(args.get("min")),
            signed=args.get("proofs") == "signed",
            fresh=args.get("fresh") == str(FRESH_DAYS),
            kind=_kind(args.get("kind")),
            page=_number(args.get("page")),
            person=_uuid(args.get("person")),
            item=_item(args.get("item", ""), refs),
        )

    def filters(self, *without: str) -> dict[str, str]:
        """Return the filters as query arguments, without page and open cell; defaults left out.

        Args:
            without: Arguments to leave out: the address where a filter is removed.
        """
        given = {
            "framework": "" if self.frameworks == (DEFAULT_FRAMEWORK,) else self.framework,
            "department": str(self.department or ""),
            "min": str(self.minimum) if self.minimum > 1 else "",
            "proofs": "signed" if self.signed else "",
            "fresh": str(FRESH_DAYS) if self.fresh else "",
            "kind": self.kind.value if self.kind else "",
        }
        return {name: value for name, value in given.items() if value and name not in without}

    @property
    def framework(self) -> str:
        """The frameworks as the address holds them."""
        return " ".join(self.frameworks)

    def asked(self, scope: Scope, *, today: date) -> Asked:
        """Return what is asked of the registry."""
        since = today - timedelta(days=FRESH_DAYS) if self.fresh else None
        return Asked.of(
            self.frameworks,
            today=today,
            minimum=self.minimum,
            scope=scope,
            proofs=Proofs(self.signed, since),
            kind=self.kind,
        )


class FileForm(FlaskForm):
    """A file of credentials, one a line."""

    file = FileField(_l("修了証のファイル"))

    def content(self) -> bytes:
        """Return what was handed in; nothing where it is too large."""
        file = self.file.data
        if not isinstance(file, FileStorage) or not file.filename:
            return b""
        with closing(file):
            found = file.stream.read(LARGEST_FILE + 1)
        if len(found) > LARGEST_FILE:
            self.file.errors = [_("1MBまでのファイルを選んでください。何も受けとっていません。")]
            return b""
        return found

    def tell_empty(self) -> None:
        """Say that nothing was in it, unless something else was said already."""
        if not self.file.errors:
            self.file.errors = [_("修了証が1行に1つずつ入ったファイルを選んでください。")]


class AgreeForm(FlaskForm):
    """That an id of an issuer elsewhere is one's own, and that it may be used."""

    issuer = RadioField(
        _l("発行者"), [DataRequired(_l("発行者を選んでください。"))], validate_choice=False
    )
    subject = StringField(
        _l("証明のなかの、あなたの番号"),
        [
            DataRequired(_l("番号を入れてください。発行者のページか、証明のファイルにあります。")),
            Length(max=200, message=_l("長すぎます。番号だけを入れてください。")),
        ],
    )
    is_agreed = BooleanField(
        _l("この番号の修了証を、人事の名簿で、わたしの証明として使うことに同意します"),
        [DataRequired(_l("同意するときは、しるしを付けてください。"))],
    )

    @classmethod
    def offering(cls, issuers: list[tuple[str, str]]) -> "AgreeForm":
        """Return the form with the issuers, as pairs of name in documents and name here."""
        form = cls()
        form.issuer.choices = issuers
        return form

    def validate_issuer(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("一覧から選んでください。"))

    def validate_subject(self, field: StringField) -> None:  # noqa: ARG002  WTForms gives it
        """Take an id as credentials write it, or the UUID in it."""
        if not self.number:
            raise ValidationError(
                _("番号を読み取れません。urn:uuid: で始まる番号を、そのまま写してください。")
            )

    @property
    def number(self) -> str:
        """The id as credentials write it; empty where it is none."""
        typed = unicodedata.normalize("NFKC", self.subject.data or "").strip()
        try:
            return f"urn:uuid:{uuid.UUID(typed.removeprefix('urn:uuid:'))}"
        except ValueError:
            return typed if is_absolute(typed) else ""


class PaperForm(FlaskForm):
    """Whose an id is, by a paper that its person signed."""

    login = StringField(
        _l("職員のログインID"), [DataRequired(_l("職員のログインIDを入れてください。"))]
    )
    is_signed = BooleanField(
        _l("この番号が自分のもので、名簿で使ってよいと書いた、本人の署名のある紙を見ました"),
        [DataRequired(_l("本人の署名のある紙を見てから、しるしを付けてください。"))],
    )

    found: uuid.UUID | None = None
    """Whom the login belongs to; the view says so before ``validate()``."""

    def validate_login(self, field: StringField) -> None:  # noqa: ARG002  WTForms gives the field
        """Take the login of a member of staff."""
        if self.found is None:
            raise ValidationError(
                _("そのログインIDの職員はいません。もう一度たしかめてください。")
            )


def item_asked(args: "Mapping[str, str]") -> "FrameworkItem | None":
    """Return the item that ``?item=dss-l@1.2/T5`` names, if any."""
    return frameworks.find_item(args.get("item", ""))


def _item(text: str, refs: tuple[str, ...]) -> "FrameworkItem | None":
    named = [text] if "/" in text else [f"{ref}/{text}" for ref in refs]
    found = (frameworks.find_item(one) for one in named)
    return next((one for one in found if one is not None and one.framework in refs), None)


def _kind(text: str | None) -> EmploymentKind | None:
    try:
        return EmploymentKind(text or "")
    except ValueError:
        return None


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004  no list is longer
