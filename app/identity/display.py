"""How one person wants pages to look: what can be chosen, what holds, and the presets. Pure.

A choice is kept as text, under the names of ``Display``'s fields: for a person in
``user.settings["display"]``, so that it follows them to every device; for a visitor in the
session. What is kept may be old, or junk: whatever it holds, ``Display.read`` gives settings that
are sound for this reader, each unknown value counting as not chosen.

Three presets set several at once. Which one is in force is not kept but found by comparing what
is seen, so that it can never contradict the page:

``usual`` (ふつう)
    Nothing but what everybody gets: no spaced phrases, the ordinary font and size; ruby for the
    school year of a pupil, none for others.
``child`` (こども)
    For a child who reads on a parent's phone as much as for a pupil. A pupil gets ruby for the
    year and, in years 1 and 2, spaced phrases. On anybody else's page nobody knows the year of
    who is reading: then every kanji has ruby and phrases are spaced, because too much help
    slows a ten-year-old a little and too little stops a seven-year-old. The letters are those
    of textbooks (UD教科書体), which look as they are taught to be written.
``large`` (大きくはっきり)
    The largest text, room between letters and lines, black on white. Which kanji somebody can
    read has nothing to do with their eyes: ruby, spaced phrases and font stay as they are.

No preset touches plain Japanese, motion and language: who needs those needs them in any preset.
"""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Final, Literal, TypeVar

from app.i18n.languages import JAPANESE
from app.identity.rules import taught_grade

Switch = Literal["off", "on"]
Spaced = Literal["auto", "on", "off"]
Size = Literal["m", "l", "xl"]
Spacing = Literal["m", "wide"]
Contrast = Literal["m", "high"]
Motion = Literal["m", "off"]
Font = Literal["m", "school", "easy"]
Preset = Literal["child", "usual", "large"]

SWITCHES: Final[tuple[Switch, ...]] = ("off", "on")
SPACED: Final[tuple[Spaced, ...]] = ("auto", "on", "off")
SIZES: Final[tuple[Size, ...]] = ("m", "l", "xl")
SPACINGS: Final[tuple[Spacing, ...]] = ("m", "wide")
CONTRASTS: Final[tuple[Contrast, ...]] = ("m", "high")
MOTIONS: Final[tuple[Motion, ...]] = ("m", "off")
FONTS: Final[tuple[Font, ...]] = ("m", "school", "easy")
PRESETS: Final[tuple[Preset, ...]] = ("child", "usual", "large")
"""Where a default is the same for everybody, it comes first."""

YEARS: Final = ("2", "3", "4", "5", "6", "7")
"""School years a text can be shown for; 7 is 中学生. Year 1 knows no kanji yet: that is "all"."""
RUBY: Final = ("none", "all", "grade", *YEARS)

SPACED_UNTIL = 2
"""Textbooks of years 1 and 2 part phrases."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Display:
    """The settings of one reader, every one of them sound.

    Attributes:
        ruby: "none", "all", a school year of ``YEARS`` for whom it is shown, or "grade": the
            reader's own year, which only pupils have.
        spaced: Phrases set apart; "auto" in the first two school years.
        plain: Plain Japanese (やさしい日本語) where a text has it.
        size: Of the text.
        spacing: "wide": more room between letters and lines.
        contrast: "high": black on white.
        motion: "off": nothing moves by itself.
        font: "school" (UD教科書体, what pupils get), "easy" (BIZ UDPゴシック, brought along), or
            "m", the ordinary one.
        locale: The language of the interface, a locale identifier.
    """

    ruby: str = "none"
    spaced: Spaced = "auto"
    plain: Switch = "off"
    size: Size = "m"
    spacing: Spacing = "m"
    contrast: Contrast = "m"
    motion: Motion = "m"
    font: Font = "m"
    locale: str = JAPANESE

    @classmethod
    def read(cls, kept: object, *, grade: int | None, locales: Container[object]) -> "Display":
        """Read what is kept.

        Args:
            kept: A mapping of names to values; anything else is read as an empty one.
            grade: The reader's school year, 1–12; None for everybody but pupils.
            locales: The languages there are.
        """
        given = kept if isinstance(kept, Mapping) else {}
        is_pupil = grade is not None
        locale = given.get("locale")
        return cls(
            ruby=_one_of(rubies(grade), given.get("ruby"), "grade" if is_pupil else "none"),
            spaced=_one_of(SPACED, given.get("spaced"), "auto"),
            plain=_one_of(SWITCHES, given.get("plain"), "off"),
            size=_one_of(SIZES, given.get("size"), "m"),
            spacing=_one_of(SPACINGS, given.get("spacing"), "m"),
            contrast=_one_of(CONTRASTS, given.get("contrast"), "m"),
            motion=_one_of(MOTIONS, given.get("motion"), "m"),
            font=_one_of(FONTS, given.get("font"), "school" if is_pupil else "m"),
            locale=locale if isinstance(locale, str) and locale in locales else JAPANESE,
        )

    def kept(self) -> dict[str, str]:
        """Return the settings as they are kept, every one of them."""
        return asdict(self)

    def year(self, grade: int | None) -> int | None:
        """Return the school year that texts are shown for; None when that is no one year."""
        return int(self.ruby) if self.ruby in YEARS else grade

    def taught(self, grade: int | None) -> int | None:
        """Return the highest kanji grade taught so far, 0–6; None for no ruby at all."""
        if self.ruby in {"none", "all"}:
            return None if self.ruby == "none" else 0
        return taught_grade(self.year(grade))

    def is_spaced(self, grade: int | None) -> bool:
        """Say whether phrases are set apart."""
        if self.spaced != "auto":
            return self.spaced == "on"
        year = self.year(grade)
        return year is not None and year <= SPACED_UNTIL


def _one_of(allowed: tuple[_T, ...], given: object, default: _T) -> _T:
    """Return the allowed value that was given; ``==`` takes junk that cannot be hashed."""
    return next((value for value in allowed if value == given), default)


def rubies(grade: int | None) -> tuple[str, ...]:
    """Return what a reader may choose as ruby."""
    return tuple(one for one in RUBY if one != "grade" or grade is not None)


def with_preset(display: Display, preset: Preset, grade: int | None) -> Display:
    """Return the settings as a preset changes them."""
    is_pupil = grade is not None
    if preset == "large":
        return replace(display, size="xl", spacing="wide", contrast="high")
    plainly = replace(display, size="m", spacing="m", contrast="m")
    if preset == "usual":
        return replace(plainly, ruby="grade" if is_pupil else "none", spaced="off", font="m")
    return replace(
        plainly,
        ruby="grade" if is_pupil else "all",
        spaced="auto" if is_pupil else "on",
        font="school",
    )


@lru_cache(500)
def preset_of(display: Display, grade: int | None) -> Preset | None:
    """Return the preset in force: the one that would change nothing to be seen; or None."""
    seen = _seen(display, grade)
    return next(
        (one for one in PRESETS if _seen(with_preset(display, one, grade), grade) == seen), None
    )


def _seen(display: Display, grade: int | None) -> tuple[object, ...]:
    return (
        display.taught(grade),
        display.is_spaced(grade),
        display.size,
        display.spacing,
        display.contrast,
        display.font,
    )
