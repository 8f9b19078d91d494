"""Sound, video, files and links to elsewhere: what a block points to, checked."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from app.catalog.content import is_safe_url
from app.catalog.sources.course import Block

SUFFIXES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("audio", "src"): (".mp3", ".m4a", ".ogg"),
    ("video", "src"): (".mp4", ".webm"),
    ("video", "captions"): (".vtt",),
    ("video", "poster"): (".png", ".jpg", ".jpeg", ".webp", ".avif"),
    ("file", "src"): (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".mp3", ".m4a"),
}
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "audio": ("src",),
    "video": ("src", "captions"),
    "file": ("src",),
    "embed": ("url",),
}
_TRANSCRIPT: Final = (
    "文字に起こした文がありません",
    "見えない人や聞こえない人も分かるように、話していることと写っているものを、中に書きます。",
)
WITHOUT_TEXT: Final[Mapping[str, tuple[str, str]]] = {
    "audio": _TRANSCRIPT,
    "video": _TRANSCRIPT,
    "file": ("何のファイルか、書いてありません", "ファイルの名前と中身を、中に書きます。"),
    "embed": ("何のページか、書いてありません", "ページの名前と中身を、中に書きます。"),
}
"""Block → (what is wrong, how to mend it) when nothing is written in it."""

EMBEDDABLE: Final = frozenset(
    {
        *("www.youtube.com", "youtu.be", "www.nhk.or.jp", "www2.nhk.or.jp"),
        *("www.mext.go.jp", "www.digital.go.jp", "www.ipa.go.jp", "www.npa.go.jp"),
        *("www.kokusen.go.jp", "www.caa.go.jp", "www4.city.kanazawa.lg.jp"),
    }
)
"""Hosts that a card may lead to. Nothing of them is ever loaded by a page of ours: the card is a
link, and whoever presses it goes there knowingly."""


def media_of(
    block: Block, assets: Mapping[str, str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what a block points to, and (what is wrong, how to mend it) for each fault.

    Args:
        block: A block of a lesson.
        assets: The course's files: path → address to show it under.
    """
    media: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for name in NEEDED.get(block.kind, ()):
        if block.attribute(name) is None:
            mend = f"「::: {block.kind} {name}=…」と書きます。"
            faults.append((f"{name} がありません", mend))
    for name, value in block.attributes:
        if (block.kind, name) in SUFFIXES:
            fault = _fault_of_file(SUFFIXES[block.kind, name], name, value, assets)
            media[name] = assets.get(value, "")
        elif (block.kind, name) == ("embed", "url"):
            fault = _fault_of_link(value)
            media |= {"url": value, "host": _host(value)}
        else:
            continue
        faults += [fault] if fault else []
    if block.kind == "file":
        media["name"] = (block.attribute("src") or "").rpartition("/")[2]
    return media, faults


def _fault_of_file(
    suffixes: tuple[str, ...], name: str, path: str, assets: Mapping[str, str]
) -> tuple[str, str] | None:
    if not path.lower().endswith(suffixes):
        known = "・".join(suffixes)
        return f"この種類のファイルは使えません: {path}", f"{name} は {known} です。"
    if path not in assets:
        mend = "講座の assets/ フォルダーに置き、assets/名前 のように書きます。"
        return f"ファイルがありません: {path}", mend
    return None


def _fault_of_link(url: str) -> tuple[str, str] | None:
    if not is_safe_url(url) or not url.startswith("https://"):
        return f"このリンク先は使えません: {url[:60]}", "https:// で始まるアドレスにします。"
    if _host(url) not in EMBEDDABLE:
        known = "・".join(sorted(EMBEDDABLE))
        return f"許可されていないサイトです: {_host(url)}", f"使えるのは {known} です。"
    return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # a bracket left open
        return ""
