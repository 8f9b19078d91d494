"""A block that shows another picture is otherwise the same."""

import pytest

from app.authoring.rules import repictured

NEW = "![犬と\\[ねこ\\]](assets/inu.webp)\n"


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("src", "![山](assets/yama.png)", "![犬と\\[ねこ\\]](assets/inu.webp)"),
        (
            "src",
            "::: hotspot #a\nどこ？\n\n![山](assets/yama.png)\n\n- [x] 木 #ki\n:::",
            "::: hotspot #a\nどこ？\n\n![犬と\\[ねこ\\]](assets/inu.webp)\n\n- [x] 木 #ki\n:::",
        ),
        (
            "poster",
            '::: video src=assets/a.mp4 poster="assets/b.png" captions=assets/c.vtt\n文\n:::',
            "::: video src=assets/a.mp4 poster=assets/inu.webp captions=assets/c.vtt\n文\n:::",
        ),
        (
            "poster",
            "::: video src=assets/a.mp4\n:::",
            "::: video src=assets/a.mp4 poster=assets/inu.webp\n:::",
        ),
        ("src", "本文だけ。", None),
        ("poster", "本文だけ。", None),
    ],
)
def test_only_its_picture_changes(field: str, text: str, expected: str | None) -> None:
    assert repictured(text, NEW, field) == expected
    assert repictured(text, "::: audio src=assets/a.mp3\n:::", field) is None
