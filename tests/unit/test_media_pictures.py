"""Pictures written anew from their pixels, and lengths of recordings."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.media.durations import seconds_of
from app.media.errors import NotTaken, Refusal
from app.media.pictures import reencode as redrawing
from app.media.pictures.process import redraw
from app.media.pictures.reencode import reencode
from tests.conftest import ROOT
from tests.factories.media import (
    a_bomb,
    a_moving_picture,
    a_photograph,
    a_picture,
    an_mp3,
    an_mp4,
)

SAMPLES = ROOT / "tests" / "courses" / "subete" / "assets"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def redrawn(data: bytes, folder: Path) -> Image.Image:
    """Return a picture as it is kept, with a look at its small copy."""
    (folder / "a").write_bytes(data)
    found = reencode(folder / "a", folder / "kept", folder / "small")
    kept = Image.open(io.BytesIO((folder / "kept").read_bytes()))
    assert kept.size == (found.width, found.height)
    assert max(Image.open(io.BytesIO((folder / "small").read_bytes())).size) <= 480
    return kept


def test_of_a_photograph_only_the_picture_stays_and_stands_upright(folder: Path) -> None:
    photograph = a_photograph()
    assert b"Kamera-no-mise" in photograph
    kept = redrawn(photograph, folder)
    data = (folder / "kept").read_bytes()
    assert kept.size == (30, 40), "it was turned"
    assert dict(kept.getexif()) == {}
    for secret in (b"Kamera-no-mise", b"himitsu", b"Exif", b"GPS"):
        assert secret not in data
        assert secret not in (folder / "small").read_bytes()
    red, _, blue = kept.convert("RGB").getpixel((15, 5))  # type: ignore[misc]  # three numbers
    assert red > 200 > blue, "what was left is on top"


@pytest.mark.parametrize(
    ("form", "kept"),
    [("PNG", "PNG"), ("JPEG", "JPEG"), ("WEBP", "WEBP"), ("AVIF", "AVIF"), ("GIF", "PNG")],
)
def test_a_picture_stays_what_it_is(form: str, kept: str, folder: Path) -> None:
    assert redrawn(a_picture(form), folder).format == kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_read(mode: str, folder: Path) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (9, 7)).save(buffer, format="JPEG" if mode == "CMYK" else "PNG")
    assert redrawn(buffer.getvalue(), folder).size == (9, 7)


def test_transparency_stays_and_colors_become_those_of_screens(folder: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (9, 7), (255, 0, 0, 0)).save(buffer, format="PNG")
    assert redrawn(buffer.getvalue(), folder).getpixel((1, 1)) == (255, 0, 0, 0)
    odd = a_picture("PNG", icc_profile=b"no profile at all")
    assert "icc_profile" not in redrawn(odd, folder).info


def test_a_large_picture_is_made_smaller_and_its_shape_stays(folder: Path) -> None:
    assert redrawn(a_picture("JPEG", (6000, 3000)), folder).size == (2400, 1200)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (a_bomb(), Refusal.TOO_MANY_PIXELS),
        (a_bomb(8_001), Refusal.TOO_MANY_PIXELS),
        (a_moving_picture(), Refusal.ANIMATED),
        (a_picture("JPEG", (200, 200))[:300], Refusal.BROKEN),
        (b"\x89PNG\r\n\x1a\n no", Refusal.BROKEN),
        (b"BM" + bytes(200), Refusal.BROKEN),
    ],
    ids=["bomb", "small-bomb", "moving", "cut", "no-png", "bitmap"],
)
def test_what_is_refused_is_refused_by_its_reason(data: bytes, why: Refusal, folder: Path) -> None:
    (folder / "a").write_bytes(data)
    with pytest.raises(NotTaken) as refused:
        redraw(folder / "a", folder / "kept", folder / "small")
    assert refused.value.why is why
    assert not (folder / "kept").exists()


def test_what_is_too_large_even_then_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "LARGEST_KEPT", 100)
    with pytest.raises(NotTaken) as refused:
        redrawn(a_picture("PNG", (400, 400)), folder)
    assert refused.value.why is Refusal.TOO_LARGE


@given(st.binary(max_size=600), st.sampled_from(["", "JPEG", "PNG", "WEBP", "GIF", "AVIF"]))
def test_no_bytes_are_more_than_a_broken_picture(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, form: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    folder.mkdir(exist_ok=True)
    whole = a_picture(form) if form else b""
    (folder / "a").write_bytes(whole[:60] + data + whole[60 + len(data) :])
    with suppress(NotTaken):
        reencode(folder / "a", folder / "kept", folder / "small")


# -- recordings


def test_a_recording_says_how_long_it_is() -> None:
    assert seconds_of(io.BytesIO(an_mp4(3)), "mp4") == 3
    assert seconds_of(io.BytesIO(an_mp3(2)), "mp3") == pytest.approx(2, abs=0.1)
    with (SAMPLES / "koe.mp3").open("rb") as file:
        assert 0 < (seconds_of(file, "mp3") or 0) < 60
    with (SAMPLES / "ugoki.webm").open("rb") as file:
        assert 0 < (seconds_of(file, "webm") or 0) < 60
    opus = b"OggS" + bytes(24) + b"OpusHead\x01\x02\x38\x01" + bytes(9)
    opus += b"OggS\x00\x04" + (312 + 96_000).to_bytes(8, "little") + bytes(20)
    assert seconds_of(io.BytesIO(opus), "ogg") == 2


@given(st.binary(max_size=300), st.sampled_from(["mp4", "m4a", "mp3", "ogg", "webm"]))
def test_one_that_says_nonsense_says_nothing(data: bytes, suffix: str) -> None:
    for start in (b"", an_mp4()[:30], an_mp3()[:6], b"OggS", b"\x15\x49\xa9\x66\x44\x89\x84"):
        found = seconds_of(io.BytesIO(start + data), suffix)
        assert found is None or 0 <= found <= 24 * 3600
