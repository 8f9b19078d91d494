"""What certificates on paper say, as jobs for the ``press``. Pure.

A certificate is a Japanese document, whatever language its holder reads the site in: it quotes
what was signed, and it is shown to offices. So its words are not interface strings.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

import orjson
import segno
from markupsafe import Markup

from app.credentials import pictures
from app.credentials.claims import can_do_of
from app.credentials.openbadges import minutes_of
from app.i18n.dates import jdate
from app.i18n.notation import Segment, Segments
from app.i18n.reading import PHRASE_GAP, ruby_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.credentials.results import ResultClaim
    from app.ui.theme import Field, Theme

Json = dict[str, Any]
Phrase = list[tuple[str, str]]
"""Pieces: characters, and the reading that stands beside them, or nothing."""

WIDE: Final = "\u3000"
"""The space as wide as a character, which parts a family name from a given one on paper."""

LONG_NAME: Final = 14
MOST_LINES: Final = 6
_LEARNED: Final = (
    Segment("学", "まな", phrase_start=True),
    Segment("びを、", word_start=False),
    Segment("さいごまで", phrase_start=True),
    Segment("やりました。", phrase_start=True),
)
_DIGITS: Final = "〇一二三四五六七八九"
_RUBY: Final = re.compile(
    r"<ruby>(.*?)<rp>\(</rp><rt>(.*?)</rt><rp>\)</rp></ruby>|([^<]+)", re.DOTALL
)
_KEEP_UP: Final = frozenset("、。，．」』）〉》】！？ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ々")
"""What never begins a line."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to make.

    Attributes:
        paper: The template's name in ``papers/``; None for a PNG of ``picture.svg``.
        files: What the template reads, by name.
        at: The time that the file says it was made at, in seconds: the day of issue, so that the
            same certificate is the same bytes.
    """

    paper: str | None
    files: dict[str, str] = field(default_factory=dict)
    at: int = 0

    def as_json(self) -> bytes:
        """Return the job as the printer reads it; equal jobs are equal bytes."""
        told = {"paper": self.paper, "files": self.files, "at": self.at}
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


HEADINGS = {"Fieldwork": "証明書", "ext:WorkshopAttendance": "参加証", "Award": "認定証"}
"""What a certificate is called, by ``achievementType``; everything else is a 修了証."""

LONG_EVIDENCE = 80
"""Characters; a longer account of how it was earned stays in the signed data."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What both kinds of certificate are made of.

    Attributes:
        achievement: As signed.
        evidence: As signed: how it was earned.
        results: As signed: how it was done, where whoever awarded it told.
        issuer: The name in the signed issuer.
        office: The office that answers there today; may be empty.
        image: The achievement's picture.
        field: The color family.
        theme: The city's.
    """

    achievement: Json
    evidence: str
    issuer: str
    office: str
    image: str
    field: str
    theme: "Theme"
    awarded_on: date
    results: "tuple[ResultClaim, ...]" = ()

    @property
    def cloth(self) -> "Field":
        """The field whose color and pattern the paper wears."""
        known = (one for one in self.theme.fields if self.field in {one.purpose, one.key})
        return next(known, self.theme.fields[0])


@dataclass(frozen=True, slots=True)
class Adult:
    """What the certificate of an adult says besides.

    Attributes:
        number: ``R8-0123``.
        name: The holder's, which the signed data does not hold.
        place: Where the holder works, or nothing.
        is_staff: Whether it was learned as training of the city's staff.
        jwt: The signed data, attached to the file.
        share_url: Of the verification page while the holder shows it, or nothing.
        check_url: Of the page where anybody checks a number.
        code: The 確認番号.
        phone: Whom to ring, or nothing.
    """

    number: str
    name: str
    place: str
    is_staff: bool
    jwt: str
    issued_on: date
    expires_on: date | None
    share_url: str
    check_url: str
    code: str
    phone: str | None


def picture(image: str) -> Job:
    """Return the job of a PNG from an achievement's SVG."""
    return Job(None, {"picture.svg": image})


def certificate(sheet: Sheet, who: Adult) -> Job:
    """Return the job of a 修了証, A4 upright."""
    name = sheet.achievement["name"]
    heading = HEADINGS.get(sheet.achievement.get("achievementType", ""), "修了証")
    told: Json = {
        "title": f"{heading} 第{who.number}号「{name}」",
        "heading": heading,
        "number": f"第{who.number}号",
        "picture": f"「{name}」のしるし",
        "place": who.place,
        "name": who.name.replace(" ", WIDE) + f"{WIDE}様",
        "name_size": 22 if len(who.name) <= LONG_NAME else 16,
        "sentence": _sentence(sheet, is_staff=who.is_staff),
        "facts": _facts(sheet, who),
        "issued": str(jdate(who.issued_on)),
        "issuer": sheet.issuer,
        "office": sheet.office,
        "seal": "（公印省略）",
        "proof": True,
        "attached": f"この{heading}の署名つきデータ（Open Badges 3.0）",
        "qr": bool(who.share_url),
        "qr_alt": f"確認ページのQRコード {who.share_url}",
        "check": _how_to_check(who),
        "code_label": "確認番号",
        "code": who.code,
        "contact": _contact(sheet, who),
    }
    frame = pictures.frame(190, 277, 4.5, cloth=sheet.cloth, scale=0.125)
    files = {"frame.svg": frame, "picture.svg": sheet.image, "credential.jwt": who.jwt}
    if who.share_url:
        files["qr.svg"] = _qr(who.share_url)
    return _job("certificate", told, files, who.issued_on)


def child_certificate(
    sheet: Sheet, *, can: "Markup", title: "Markup", city: Segments, taught: int | None, doll: str
) -> Job:
    """Return the job of a できたよ証, A5 across. It holds no name, no number and no proof.

    Args:
        sheet: What it is for.
        can: The sentence that matters most, with the readings and phrases the child needs.
        title: What was learned, likewise.
        city: The city's name.
        taught: The highest kanji grade the child was taught; None for no readings.
        doll: The SVG in the corner.
    """

    def spelled(*segments: Segment) -> list[Phrase]:
        return phrases(ruby_html(segments, taught, spaced=True))

    def one_line(*segments: Segment) -> Phrase:
        return [piece for phrase in spelled(*segments) for piece in phrase]

    learned = phrases(Markup("「") + title + Markup("」の")) + spelled(*_LEARNED)
    can_lines, size = _can_lines(phrases(can))
    told: Json = {
        "frame": "frame.svg",
        "heading": one_line(Segment("できたよ"), Segment("証", "しょう")),
        "name": [("なまえ", "")],
        "san": [("さん", "")],
        "can": can_lines,
        "can_size": size,
        "more": columns(learned, 19),
        "date": [(kanji_date(sheet.awarded_on), "")],
        "from": one_line(*city, Segment("　てらこや")),
        "stamp": ["先生の", "はんこ"],
        "color": sheet.cloth.solid,
        "seal_color": sheet.theme.fields[0].solid,
    }
    frame = pictures.frame(198, 136, 6, cloth=sheet.cloth, scale=0.14)
    named = f"できたよ証「{sheet.achievement['name']}」"
    whole = {"title": named, "issuer": sheet.issuer, "two": False, "sheets": [told]}
    return _job("child", whole, {"frame.svg": frame, "doll.svg": doll}, sheet.awarded_on)


def together(jobs: "Sequence[Job]") -> Job:
    """Return できたよ証 as one file, two on an A4 upright.

    Args:
        jobs: Each as ``child_certificate`` made it, one at least.
    """
    frames: dict[str, str] = {}
    sheets: list[Json] = []
    for job in jobs:
        name = frames.setdefault(job.files["frame.svg"], f"frame-{len(frames)}.svg")
        sheets += [
            {**one, "frame": name} for one in orjson.loads(job.files["data.json"])["sheets"]
        ]
    whole = {**orjson.loads(jobs[0].files["data.json"]), "two": True, "sheets": sheets}
    files = {"doll.svg": jobs[0].files["doll.svg"], "data.json": orjson.dumps(whole).decode()}
    files |= {name: drawn for drawn, name in frames.items()}
    return Job("child", files, max(job.at for job in jobs))


# -- vertical lines -------------------------------------------------------------------------------


def phrases(html: "Markup") -> list[Phrase]:
    """Return what ``ruby_html`` showed with phrases set apart, as phrases of pieces."""
    found: list[Phrase] = [[]]
    for ruby, reading, text in _RUBY.findall(html):
        if ruby:
            found[-1].append((_upright(ruby), Markup(reading).unescape()))  # noqa: S704  only read
            continue
        first, *more = text.split(PHRASE_GAP)
        found[-1].extend([(_upright(first), "")] if first else [])
        found.extend([(_upright(one), "")] if one else [] for one in more)
    return [phrase for phrase in found if phrase]


def columns(given: "list[Phrase]", height: int) -> list[Phrase]:
    """Break phrases into lines of at most ``height`` characters, between phrases where it can.

    A sign that never begins a line stays with what it follows, even one below the line's end.
    """
    lines: list[Phrase] = [[]]
    for phrase in given:
        if lines[-1] and _length(lines[-1]) + _length(phrase) > height:
            lines.append([])
        for piece in _small(phrase) if _length(phrase) > height else phrase:
            fits = _length(lines[-1]) + len(piece[0]) <= height
            if lines[-1] and not fits and piece[0][0] not in _KEEP_UP:
                lines.append([])
            lines[-1].append(piece)
    return lines


def kanji_date(day: date) -> str:
    """Return ``二〇二六年十一月二十七日``, as vertical lines have it."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_kanji(day.month)}月{_kanji(day.day)}日"


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        (_DIGITS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones else "")
    )


def _can_lines(can: "list[Phrase]") -> tuple[list[Phrase], float]:
    """Return the lines of the sentence, and the largest type in points that holds them."""
    for size, height, most in ((20.5, 12, 2), (17.0, 15, 3)):
        lines = columns(can, height)
        if len(lines) <= most:
            return lines, size
    return columns(can, 19), 13.5


def _small(phrase: Phrase) -> Phrase:
    """Return a phrase in pieces of one character where there is no reading over several."""
    return [
        piece
        for text, reading in phrase
        for piece in ([(text, reading)] if reading else [(letter, "") for letter in text])
    ]


def _length(phrase: Phrase) -> int:
    return sum(len(text) for text, _ in phrase)


def _upright(text: str) -> str:
    """Return Latin letters and digits as wide as kana, so that each stands upright."""
    plain = Markup(text).unescape()  # noqa: S704  only to read its references
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain).strip(" ")


# -- the certificate of an adult ------------------------------------------------------------------


def _contact(sheet: Sheet, who: Adult) -> str:
    phone = f"電話 {who.phone}" if who.phone else ""
    return WIDE.join(filter(None, ("問い合わせ", sheet.issuer, sheet.office, phone)))


MET = "あなたは、「{name}」の要件をすべて満たしたことを証します。"
SENTENCES = {
    "LearningProgram": "あなたは、「{name}」の講座をすべて修了したことを証します。",
    "Fieldwork": "あなたは、プロジェクト「{name}」に取り組み、その要件を満たしたことを証します。",
    "ext:WorkshopAttendance": "あなたは、「{name}」に参加したことを証します。",
    "Award": "あなたは、「{name}」の要件を満たしたことを認めます。",
}
"""What a certificate attests, by ``achievementType``."""


def _sentence(sheet: Sheet, *, is_staff: bool) -> str:
    name, kind = sheet.achievement["name"], sheet.achievement.get("achievementType")
    if kind != "Course":
        return SENTENCES.get(kind or "", MET).format(name=name)
    course = f"{sheet.issuer}職員研修" if is_staff else f"{sheet.issuer}の講座"
    return f"あなたは、{course}「{name}」の全課程を学び、修了の条件を満たしたことを証します。"


def _facts(sheet: Sheet, who: Adult) -> list[tuple[str, list[str]]]:
    skills = [
        f"{one['targetName']}（{one.get('targetDescription', '')}）".replace("（）", "")
        for one in sheet.achievement.get("alignment", ())
    ]
    minutes = minutes_of(sheet.evidence)
    is_course = sheet.achievement.get("achievementType") == "Course"
    is_short = not is_course and len(sheet.evidence) <= LONG_EVIDENCE
    facts = [
        ("学んだ時間", [f"およそ{_hours(minutes)}"] if minutes else []),
        ("できること", list(can_do_of(sheet.achievement))[:MOST_LINES]),
        ("身についた力", skills[:MOST_LINES]),
        ("どのように", [sheet.evidence] if is_short else []),
        ("結果", [f"{one.name}{WIDE}{one.value}" for one in sheet.results]),
        ("修了日" if is_course else "証明の日", [str(jdate(sheet.awarded_on))]),
        ("有効期限", [str(jdate(who.expires_on))] if who.expires_on else []),
    ]
    return [(label, lines) for label, lines in facts if lines]


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}時間" if hours else "") + (f"{rest}分" if rest else "")


def _how_to_check(who: Adult) -> list[str]:
    first = "この修了証が本物かどうかは、だれでも確かめられます。"
    by_number = f"{who.check_url.partition('://')[2]} を開き、確認番号を入れる"
    if who.share_url:
        return [f"{first}方法は2つあります。", "1　QRコードを読み取る", f"2　{by_number}"]
    return [first, by_number]


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, light="#fff")
    return out.getvalue().decode()


def _job(paper: str, told: Json, files: dict[str, str], day: date) -> Job:
    at = int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
    return Job(paper, {**files, "data.json": orjson.dumps(told).decode()}, at)
