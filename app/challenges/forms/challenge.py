"""What may be sent of a challenge. Nothing that was typed or chosen is lost by any button."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.catalog.edition import Field
from app.challenges.forms.words import needed, short
from app.challenges.rules import Lines, days_agree
from app.challenges.service import Written
from app.frameworks import queries as frameworks
from app.ui.fields import DayField, LineField, ListField, ProseField, tell
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.challenges.models import Challenge
    from app.frameworks.models import FrameworkItem
    from app.talent.queries.staff import Departments

MOST_ROWS = 8
MOST_SKILLS = 12
MOST_FOUND = 40
PARTS = ("title", "url", "terms")
LENGTHS = {"title": 80, "url": 400, "terms": 120}

FIELDS: Mapping[Field, Any] = {
    Field.LIVE: _l("暮らし・手続き"),
    Field.PROTECT: _l("守る"),
    Field.DISCERN: _l("見分ける"),
    Field.CONNECT: _l("つながる"),
    Field.CREATE: _l("つくる・学ぶ"),
}


class ChallengeForm(FlaskForm):
    """The six lines, the call, and what belongs to them; all but title and field may wait."""

    title = LineField(_l("課題の名前"), needed(_l("課題の名前を入れてください。"), 80))
    field = ListField(_l("分野"), [InputRequired(_l("一覧から選んでください。"))])
    organization_id = ListField(_l("所属"), [InputRequired(_l("一覧から選んでください。"))])
    owner_id = ListField(_l("担当者"), default="")
    trouble = ProseField(_l("1. 困っているのは"), short(300))
    question = LineField(_l("2. 聞きたいこと（1つの文）"), short(200))
    fixed = ProseField(_l("3. 変えられないこと"), short(300))
    decider = LineField(_l("4. 決める人（職名）"), short(100))
    answer_by = DayField(_l("5. いつまでに答えるか"))
    use_of_answers = ProseField(_l("6. 答えの使いみち"), short(300))
    opens_on = DayField(_l("募集のはじまり"))
    closes_on = DayField(_l("募集のおわり"))
    words = StringField(_l("役に立つ力をさがす"), [Length(max=60)])

    @classmethod
    def of(cls, row: "Challenge | None", *, place: uuid.UUID | None = None) -> "ChallengeForm":
        """Return a form, with what a challenge says so far or the writer's own department."""
        if row is None:
            return cls(field=Field.LIVE.value, organization_id=str(place or ""))
        told: dict[str, Any] = {
            name: getattr(row, name)
            for name in (
                *("title", "field", "trouble", "question", "fixed", "decider", "answer_by"),
                *("use_of_answers", "opens_on", "closes_on"),
            )
        }
        return cls(
            **told, organization_id=str(row.organization_id), owner_id=str(row.owner_id or "")
        )

    def offering(
        self,
        tree: "Departments",
        places: frozenset[uuid.UUID],
        people: Iterable[tuple[uuid.UUID, str]],
    ) -> "ChallengeForm":
        """Give the lists their choices."""
        self.field.choices = [(key.value, str(name)) for key, name in FIELDS.items()]
        self.organization_id.choices = [
            (str(one.id), one.path) for one in tree.ordered if one.id in places
        ]
        self.owner_id.choices = [
            ("", _("あとで決める")),
            *((str(key), name) for key, name in people),
        ]
        return self

    def keep(self, row: "Challenge") -> "ChallengeForm":
        """Put back what a published challenge says in its lines: these are not sent any more."""
        for name in (
            *("title", "field", "trouble", "question", "fixed", "decider", "answer_by"),
            *("use_of_answers", "opens_on"),
        ):
            self[name].data = getattr(row, name)
        self.organization_id.data = str(row.organization_id)
        for one in (self.field, self.organization_id):
            one.raw_data = [one.data]  # what is required asks for what was sent
        return self

    def validate_closes_on(self, field: DayField) -> None:
        """Let a call end on its first day or later."""
        if not days_agree(self.opens_on.data, field.data):
            raise ValueError(_("募集のおわりは、はじまりの日か、それより後にしてください。"))

    @property
    def lines(self) -> Lines:
        """The six lines and the days, as they were sent."""
        return Lines(
            trouble=(self.trouble.data or "").strip(),
            question=(self.question.data or "").strip(),
            fixed=(self.fixed.data or "").strip(),
            decider=(self.decider.data or "").strip(),
            answer_by=self.answer_by.data,
            use_of_answers=(self.use_of_answers.data or "").strip(),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )

    def written(self, rows: "Rows", skills: "Skills") -> Written:
        """Return what was written; only after ``validate``."""
        return Written(
            organization_id=uuid.UUID(self.organization_id.data),
            title=self.title.data.strip(),
            field=self.field.data,
            lines=self.lines,
            owner_id=uuid.UUID(self.owner_id.data) if self.owner_id.data else None,
            data=rows.filled,
            skills=skills.picked,
        )

    def lack(self, sentences: Mapping[str, object]) -> None:
        """Say beside each field what it lacks."""
        for name, sentence in sentences.items():
            tell(self[name], sentence)


@dataclass(frozen=True, slots=True)
class Rows:
    """What can be used: lines of title, address and terms, as they were sent."""

    rows: tuple[dict[str, str], ...]

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Rows":
        """Read them from a form; lines with nothing in them are left out."""
        rows = (
            {part: sent.get(f"data-{part}-{n}", "").strip() for part in PARTS}
            for n in range(MOST_ROWS)
        )
        return cls(tuple(row for row in rows if any(row.values())))

    @classmethod
    def of(cls, row: "Challenge") -> "Rows":
        """Read them from a challenge."""
        kept = row.data.get("data", ())
        return cls(tuple({part: str(one.get(part, "")) for part in PARTS} for one in kept))

    @property
    def shown(self) -> tuple[dict[str, str], ...]:
        """The lines, with two empty ones below while there is room."""
        empty = dict.fromkeys(PARTS, "")
        return (*self.rows, empty, empty)[: max(MOST_ROWS, len(self.rows))]

    @property
    def filled(self) -> tuple[dict[str, str], ...]:
        """The lines that say something."""
        return self.rows

    def faults(self) -> list[tuple[str, str]]:
        """Return what is to be mended: the id of a field, and a sentence."""
        found: list[tuple[str, str]] = []
        for n, row in enumerate(self.rows):
            if not row["title"]:
                found.append((f"data-title-{n}", _("データの名前を入れてください。")))
            if row["url"] and not _is_web_address(row["url"]):
                found.append(
                    (
                        f"data-url-{n}",
                        _("https:// からはじまるアドレスを、そのまま写してください。"),
                    )
                )
            found.extend(
                (f"data-{part}-{n}", _("%(n)s文字までにしてください。", n=LENGTHS[part]))
                for part in PARTS
                if len(row[part]) > LENGTHS[part]
            )
        return found


@dataclass(frozen=True, slots=True)
class Skills:
    """Items of frameworks that help: refs, as they were picked."""

    picked: tuple[str, ...]
    words: str = ""

    @classmethod
    def read(cls, refs: Iterable[str], words: str = "") -> "Skills":
        """Keep the refs that there are, each once, not too many."""
        known = dict.fromkeys(ref for ref in refs if frameworks.find_item(ref) is not None)
        return cls(tuple(known)[:MOST_SKILLS], words.strip()[:60])

    @property
    def chosen(self) -> "list[FrameworkItem]":
        """The items that were picked."""
        found = (frameworks.find_item(ref) for ref in self.picked)
        return [one for one in found if one is not None]

    def results(self) -> "list[FrameworkItem]":
        """Return the items that the search means and that are not picked yet."""
        if not self.words:
            return []
        found = frameworks.search_items(self.words)
        return [one for one in found if one.ref not in self.picked][:MOST_FOUND]

    def labels(self) -> list[str]:
        """Return what the picked items are called, for the present reader."""
        return [one.label.of(reader().locale) for one in self.chosen]


def _is_web_address(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in typed
