"""The form of a page: its words, its figures, its pictures and ways on."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.catalog.licenses import LICENSES
from app.showcase.rules import (
    FIGURES,
    LINKS,
    PICTURES,
    SECTIONS,
    Content,
    Figure,
    Link,
    Section,
    Shown,
)
from app.ui.fields import LineField, ListField, ProseField
from app.ui.page import whole_number
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import in_language
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.showcase.sources import Picture

DRAWN: Final = "drawn"
_PARTS: Final = ("heading", "text")
_NUMBERS: Final = ("before", "value", "unit", "label", "source")


def _most(longest: int) -> list[Any]:
    said = _l("%(n)s文字までにしてください。", n=longest)
    return [Optional(), Length(max=longest, message=said)]


def is_web_address(_form: FlaskForm, field: LineField) -> None:
    """Take addresses on the web alone, over a closed line."""
    try:
        parts = urlsplit((field.data or "").strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or "." not in (parts.hostname or "") or parts.username:
        raise ValidationError(_("「https://」で始まるアドレスを入れてください。"))


class StoryForm(FlaskForm):
    """A page as its team writes it. Sections, figures and links are numbered from 1."""

    edition = HiddenField()
    title = LineField(_l("題"), [DataRequired(_l("題を入れてください。")), *_most(60)[1:]])
    lead = LineField(_l("何が変わったか（1文）"), _most(100))
    pictures = SelectMultipleField(_l("のせる写真と図"), validate_choice=False)
    """What is not there any more is left out without a word."""
    cover = ListField(_l("いちばん上の絵"))
    license = ListField(_l("文と図の使い方の決まり"))

    @classmethod
    def of(
        cls, content: Content, there: "Sequence[Picture]", *, edition: int, title: str
    ) -> "StoryForm":
        """Return the form of a page; ``title`` is the project's, for an empty one."""
        form = cls(data=_filled(content, edition=edition, title=title))
        form.pictures.choices = [(str(one.artifact_id), one.title) for one in there]
        form.cover.choices = [
            ("", str(_l("選んだ写真の1枚目"))),
            *((str(one.artifact_id), one.title) for one in there),
            (DRAWN, str(_l("寺子屋の絵"))),
        ]
        form.license.choices = [
            ("", str(_l("選んでください"))),
            *((code, in_language(reader().locale, one.name)) for code, one in LICENSES.items()),
        ]
        return form

    @property
    def seen(self) -> int:
        """The edition that the form was filled from."""
        return whole_number(self.edition.data) or 0

    def sections(self) -> list[tuple[LineField, ProseField]]:
        """Return the fields of the story, part by part."""
        return _rows(self, _PARTS, SECTIONS)

    def figures(self) -> list[tuple[LineField, ...]]:
        """Return the fields of the figures, one by one."""
        return _rows(self, _NUMBERS, FIGURES)

    def ways(self) -> list[tuple[LineField, ...]]:
        """Return the fields of the links, one by one."""
        return _rows(self, ("way", "url"), LINKS)

    def validate_pictures(self, field: SelectMultipleField) -> None:
        """Take a few pictures of the project's own."""
        if len(field.data or ()) > PICTURES:
            raise ValidationError(_("写真と図は、%(n)s枚までにしてください。", n=PICTURES))

    def told(self, there: "Iterable[Picture]") -> Content:
        """Return what is said; only after ``validate``. Empty lines say nothing."""
        return Content(
            self.title.data.strip(),
            (self.lead.data or "").strip(),
            tuple(Section(*texts) for texts in _texts(self.sections()) if texts[1]),
            tuple(
                Figure(value, label, unit, before, source)
                for before, value, unit, label, source in _texts(self.figures())
                if value and label
            ),
            self._shown(there),
            tuple(Link(*texts) for texts in _texts(self.ways()) if all(texts)),
            self.license.data,
            self.cover.data == DRAWN,
        )

    def _shown(self, there: "Iterable[Picture]") -> tuple[Shown, ...]:
        wanted, first = set(self.pictures.data or ()), self.cover.data
        if first and first != DRAWN:
            wanted.add(first)
        taken = [one for one in there if str(one.artifact_id) in wanted]
        taken.sort(key=lambda one: str(one.artifact_id) != first)
        return tuple(Shown(one.artifact_id, one.version, len(one.shows)) for one in taken)


def _add_rows() -> None:
    """Give the form its numbered fields; each row is one part, figure or way on."""
    for n in range(1, SECTIONS + 1):
        setattr(StoryForm, f"heading_{n}", LineField(_l("見出し"), _most(40)))
        setattr(StoryForm, f"text_{n}", ProseField(_l("文"), _most(1200)))
    for n in range(1, FIGURES + 1):
        setattr(StoryForm, f"before_{n}", LineField(_l("前の数"), _most(12)))
        setattr(StoryForm, f"value_{n}", LineField(_l("いまの数"), _most(12)))
        setattr(StoryForm, f"unit_{n}", LineField(_l("単位"), _most(8)))
        setattr(StoryForm, f"label_{n}", LineField(_l("何の数か"), _most(60)))
        setattr(StoryForm, f"source_{n}", LineField(_l("数え方・出典"), _most(120)))
    for n in range(1, LINKS + 1):
        setattr(StoryForm, f"way_{n}", LineField(_l("リンクの名前"), _most(60)))
        checks = [*_most(300), is_web_address]
        setattr(StoryForm, f"url_{n}", LineField(_l("アドレス"), checks))


_add_rows()


def _rows(form: StoryForm, names: Sequence[str], count: int) -> list[Any]:
    return [tuple(form[f"{name}_{number}"] for name in names) for number in range(1, count + 1)]


def _texts(rows: Iterable[Iterable[Any]]) -> list[tuple[str, ...]]:
    return [tuple((field.data or "").strip() for field in row) for row in rows]


def _filled(content: Content, *, edition: int, title: str) -> dict[str, Any]:
    first = next((one.artifact_id for one in content.pictures), None)
    filled: dict[str, Any] = {
        "edition": str(edition),
        "title": content.title or title,
        "lead": content.lead,
        "license": content.license,
        "pictures": [str(one.artifact_id) for one in content.pictures],
        "cover": DRAWN if content.is_drawn else str(first or ""),
    }
    for number, one in enumerate(content.sections, 1):
        filled |= {f"{name}_{number}": getattr(one, name) for name in _PARTS}
    for number, figure in enumerate(content.figures, 1):
        filled |= {f"{name}_{number}": getattr(figure, name) for name in _NUMBERS}
    for number, link in enumerate(content.links, 1):
        filled |= {f"way_{number}": link.label, f"url_{number}": link.url}
    return filled
