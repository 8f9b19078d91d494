"""What a credential vouches for, read back from it. Pure; nothing is checked here."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from app.credentials.openbadges import Json


@dataclass(frozen=True, slots=True)
class SkillClaim:
    """A skill that a credential vouches for: a framework item's ref, and a level."""

    item: str
    level: int
    name: str
    framework: str


def skill_claims(credential: Json) -> tuple[SkillClaim, ...]:
    """Return the skills a credential vouches for; alignments without a ref or level are left out.

    The credential must have been verified: nothing is checked here.
    """
    achievement = credential.get("credentialSubject", {}).get("achievement", {})
    claims = (_claim(alignment) for alignment in achievement.get("alignment", ()))
    return tuple(claim for claim in claims if claim is not None)


def can_do_of(achievement: Json) -> tuple[str, ...]:
    """Return the "can do" sentences, read back from the signed criteria."""
    lines = str(achievement.get("criteria", {}).get("narrative", "")).splitlines()
    return tuple(line.removeprefix("- ") for line in lines if line.startswith("- "))


def _claim(alignment: Json) -> SkillClaim | None:
    level = parse_qs(urlsplit(str(alignment.get("targetUrl", ""))).query).get("level", [""])[0]
    item = alignment.get("targetCode")
    if not isinstance(item, str) or not level.isdecimal():
        return None
    return SkillClaim(
        item,
        int(level),
        str(alignment.get("targetName", "")),
        str(alignment.get("targetFramework", "")),
    )
