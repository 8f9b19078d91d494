"""What recordings and papers say beside what they show: gone, and nothing else with it."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.apev2 import APEv2
from mutagen.id3 import APIC, ID3, TIT2
from mutagen.mp3 import MP3
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from pypdf import PdfReader, PdfWriter

from app.media.durations import seconds_of
from app.media.errors import NotTaken, Refusal
from app.media.intake import received
from app.media.metadata import STRIPPERS
from app.media.papers.process import write_anew
from app.media.papers.rewriting import rewrite
from tests.conftest import ROOT
from tests.factories.media import PDF, a_pdf, an_mp3, an_mp4

SAMPLES = ROOT / "tests" / "courses" / "subete" / "assets"
SECRET = b"himitsu no basho"
ODD = st.sampled_from(sorted(STRIPPERS))


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def element(name: str, content: bytes = b"", *, size: bytes | None = None) -> bytes:
    told = size or (0x0100000000000000 | len(content)).to_bytes(8)
    return bytes.fromhex(name) + told + content


# -- sound ----------------------------------------------------------------------------------------


def test_of_an_mp3_the_sound_stays_to_the_byte(tmp_path: Path) -> None:
    file, sound = tmp_path / "a.mp3", an_mp3()
    file.write_bytes(sound)
    tags = ID3()
    tags.add(TIT2(encoding=3, text=[SECRET.decode()]))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=SECRET * 2000))
    tags.save(file, v1=2, padding=lambda _: 700)
    more = APEv2()
    more["Artist"] = SECRET.decode()
    more.save(file)
    came = file.read_bytes()
    assert came.count(SECRET) > 2000
    kept = STRIPPERS["mp3"](came + b"LYRICSBEGIN" + SECRET + b"000027LYRICS200")
    assert kept == sound
    file.write_bytes(kept)
    assert MP3(file).tags is None


def an_opus(comments: int, kind: str = "opus") -> bytes:
    """Write pages of Opus or Vorbis with so many comments, over several pages if they are many."""
    one = struct.pack("<I", 2 + len(SECRET)) + b"A=" + SECRET
    told = struct.pack("<I", 4) + b"kiku" + struct.pack("<I", comments) + one * comments
    head = b"OpusHead\x01\x01\x00\x00" + struct.pack("<IhB", 48_000, 0, 0)
    packets = [head, b"OpusTags" + told, b"\xfc sound"]
    if kind == "vorbis":
        rate = struct.pack("<IBIIII", 0, 1, 44_100, 0, 96_000, 0) + b"\xb8\x01"
        packets = [b"\x01vorbis" + rate, b"\x03vorbis" + told + b"\x01", b"\x05vorbis set"]
    first, last = OggPage(), OggPage()
    first.packets, first.first = packets[:1], True
    pages = [first, *OggPage.from_packets(packets[1:], sequence=1)]
    last.packets, last.position, last.sequence = [b"\xfc more"], 96_000, len(pages)
    last.last = True
    for page in [*pages, last]:
        page.serial = 7
    return b"".join(page.write() for page in [*pages, last])


@pytest.mark.parametrize("kind", ["opus", "vorbis"])
@pytest.mark.parametrize("comments", [0, 1, 9_000])
def test_of_an_ogg_every_comment_goes_and_every_page_is_whole(kind: str, comments: int) -> None:
    came = an_opus(comments, kind)
    assert came.count(SECRET) <= comments
    kept = STRIPPERS["ogg"](came)
    assert len(kept) == len(came)
    assert SECRET[:4] not in kept
    reader, again = io.BytesIO(kept), b""
    while reader.tell() < len(kept):
        again += OggPage(reader).write()  # with a checksum worked out anew
    assert again == kept
    found = (OggOpus if kind == "opus" else OggVorbis)(io.BytesIO(kept))
    assert found.tags == []
    assert found.tags.vendor == "kiku"


# -- films ----------------------------------------------------------------------------------------

NAMES = st.sampled_from([b"moov", b"trak", b"udta", b"meta", b"uuid", b"free", b"mdat", b"stbl"])
BOXES = st.recursive(
    st.builds(box, NAMES.filter(lambda name: name not in {b"moov", b"trak"}), st.just(SECRET)),
    lambda inner: st.builds(
        lambda name, boxes: box(name, b"".join(boxes)), NAMES, st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


def secrets_kept(data: bytes) -> list[bytes]:
    """Return which boxes a secret stands in, at any depth of those that hold others."""
    found, at = list[bytes](), 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        inside = data[at + 8 : at + size]
        if name in {b"moov", b"trak"}:
            found += secrets_kept(inside)
        elif SECRET in inside:
            found.append(name)
        at += size
    return found


@given(st.lists(BOXES, max_size=4).map(b"".join))
def test_of_a_film_notes_go_and_nothing_moves(data: bytes) -> None:
    kept = STRIPPERS["mp4"](data)
    assert len(kept) == len(data)
    assert secrets_kept(kept) == [
        name for name in secrets_kept(data) if name in {b"mdat", b"stbl"}
    ]


def test_a_film_says_how_long_it_is_and_not_when_it_was_made() -> None:
    film = bytearray(an_mp4(3))
    times = film.index(b"mvhd") + 8
    film[times : times + 8] = b"\xde\xad\xbe\xef" * 2
    kept = STRIPPERS["mp4"](bytes(film))
    assert seconds_of(io.BytesIO(kept), "mp4") == 3
    assert b"\xde\xad\xbe\xef" not in kept


@pytest.mark.parametrize("live", [False, True])
def test_of_a_webm_tags_go_and_nothing_moves(live: bool) -> None:  # noqa: FBT001  a parameter of the table above
    unknown = b"\x01" + b"\xff" * 7 if live else None
    info = element("1549a966", element("7ba9", SECRET) + element("4489", bytes(8)))
    track = element("1654ae6b", element("ae", element("536e", SECRET) + element("d7", b"\x01")))
    cluster = element("1f43b675", element("e7", b"\x00") + element("a3", b"sound"), size=unknown)
    tags = element("1254c367", SECRET) + element("1941a469", SECRET)
    came = element("1a45dfa3", b"") + element(
        "18538067", info + track + cluster + tags, size=unknown
    )
    kept = STRIPPERS["webm"](came)
    assert len(kept) == len(came)
    assert (SECRET in kept, b"sound" in kept) == (False, True)
    assert kept.index(cluster[:20]) == came.index(cluster[:20])
    assert STRIPPERS["webm"](kept) == kept


@given(ODD, st.data())
@settings(max_examples=150)
def test_a_damaged_recording_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    whole = bytearray(
        {
            "mp3": b"ID3\x04\x00\x10\x00\x00\x00\x08"
            + bytes(18)
            + an_mp3(0)
            + b"TAG"
            + bytes(125),
            "mp4": an_mp4() + box(b"udta", SECRET),
            "m4a": an_mp4(brand=b"M4A ") + box(b"udta", SECRET),
            "ogg": an_opus(2),
            "webm": (SAMPLES / "ugoki.webm").read_bytes()[:600],
        }[suffix]
    )
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    whole = whole[: data.draw(st.integers(0, len(whole)))]
    try:
        STRIPPERS[suffix](bytes(whole))
    except (ValueError, struct.error):
        return


def test_what_is_no_recording_is_refused_with_a_reason() -> None:
    for start in (
        b"OggS\x00\x02",
        b"ID3",
        b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
    ):
        with pytest.raises(NotTaken) as refused, received(io.BytesIO(start + bytes(18))):
            pass
        assert refused.value.why is Refusal.UNREADABLE


@pytest.mark.parametrize("name", ["koe.mp3", "ugoki.webm"])
def test_recordings_of_the_sample_course_stay_as_long_as_they_are(name: str) -> None:
    came = (SAMPLES / name).read_bytes()
    suffix = name.rpartition(".")[2]
    kept = STRIPPERS[suffix](came)
    lengths = [seconds_of(io.BytesIO(one), suffix) for one in (came, kept)]
    assert lengths[0] == lengths[1]


# -- papers ---------------------------------------------------------------------------------------

XMP = b"<</Type/Metadata/Subtype/XML/Length 16>>stream\n" + SECRET + b"\nendstream"
STREAM = b"<</Length 16>>stream\n" + SECRET + b"\nendstream"


def a_telling_paper() -> bytes:
    """Write a paper that says who made it, in every place that there is for that."""
    return a_pdf(
        b"<</Author(" + SECRET + b")/CreationDate(D:20261122)>>",
        XMP,
        b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>",
        STREAM,
        b"<</S/JavaScript/JS(" + SECRET + b")>>",
        root=b"/Metadata 5 0 R/PieceInfo<</A<</Private(" + SECRET + b")>>>>/OpenAction 8 0 R"
        b"/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>/JavaScript<</Names[(a)8 0 R]>>>>",
        trailer=b"/Info 4 0 R",
    )


def test_of_a_paper_the_pages_stay_and_the_same_paper_is_the_same_file(tmp_path: Path) -> None:
    source, kept, again = (tmp_path / name for name in ("came", "kept", "again"))
    source.write_bytes(a_telling_paper())
    assert source.read_bytes().count(SECRET) == 5
    rewrite(source, kept)
    write_anew(source, again)
    assert kept.read_bytes() == again.read_bytes()
    assert SECRET not in kept.read_bytes()
    assert b"D:2026" not in kept.read_bytes()
    found = PdfReader(kept)
    assert not found.metadata
    assert found.pages[0].mediabox.width == 200


def test_a_locked_or_broken_paper_is_refused(tmp_path: Path) -> None:
    locked = PdfWriter(clone_from=io.BytesIO(PDF))
    locked.encrypt("kagi", algorithm="RC4-128")
    buffer = io.BytesIO()
    locked.write(buffer)
    for data, why in [
        (buffer.getvalue(), Refusal.LOCKED),
        (b"%PDF-1.7\n nothing of the kind", Refusal.UNREADABLE),
        (PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0"), Refusal.UNREADABLE),
        (PDF.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), Refusal.UNREADABLE),
    ]:
        with pytest.raises(NotTaken) as refused, received(io.BytesIO(data)):
            pass
        assert refused.value.why is why, data
