"""Credentials in pictures: what is put in comes out, and hostile files do no harm."""

import io
import json
import struct
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from app.credentials import baking, codes, extracting, pictures
from app.credentials.baking import KEYWORD, NAMESPACE, SIGNATURE
from app.credentials.verify import verify
from tests.acceptance import acceptance
from tests.factories.credentials import NOW, THEME, Issuer, an_issuer, as_text

SVG = pictures.draw("あ", kind="Course", field="protect", theme=THEME)
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"


def a_png(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG", **more)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunks(*chunks: bytes) -> bytes:
    """Return a PNG with more chunks right after its head."""
    whole = a_png()
    head = len(SIGNATURE) + 25
    return whole[:head] + b"".join(chunks) + whole[head:]


PNG = a_png()
signed = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", fullmatch=True),
    st.dictionaries(st.text(max_size=9), st.text(), min_size=1).map(
        lambda members: json.dumps(members, ensure_ascii=True)
    ),
    st.just('{"a": "]]>", "b": "]]]]>>", "c": "<&髙𠮷"}'),
)


@given(signed)
def test_a_png_gives_back_what_was_baked_into_it(credential: str) -> None:
    baked = baking.bake_png(PNG, credential)
    assert baking.credential_in_png(baked) == credential.encode()
    assert extracting.extract(baked).document == credential.encode()
    Image.open(io.BytesIO(baked)).verify()
    assert baking.bake_png(baked, "a.b.c").count(KEYWORD) == 1


@given(signed)
def test_an_svg_gives_back_what_was_baked_into_it(credential: str) -> None:
    baked = baking.bake_svg(SVG, credential)
    found = extracting.extract(baked.encode())
    assert (found.kind, found.document) == ("svg", credential.encode())


def test_a_picture_encoded_anew_has_lost_its_credential() -> None:
    baked = baking.bake_png(PNG, TOKEN)
    out = io.BytesIO()
    Image.open(io.BytesIO(baked)).save(out, "PNG")
    assert extracting.extract(out.getvalue()) == extracting.Opened("png")


@acceptance("1b")
def test_what_is_baked_verifies_in_every_form(tmp_path: Path) -> None:
    issuer: Issuer = an_issuer(tmp_path)
    for credential in (issuer.token(), as_text(issuer.signed())):
        for file in (
            baking.bake_png(PNG, credential),
            baking.bake_svg(SVG, credential).encode(),
        ):
            document = extracting.extract(file).document or b""
            found = verify(document, issuer, now=NOW, check_proof=lambda *_: True)
            assert found.is_valid, found.failing


def test_the_text_of_a_png_is_one_and_is_not_packed() -> None:
    baked = baking.bake_png(PNG, TOKEN)
    assert chunk(b"iTXt", KEYWORD + b"\x00" * 5 + TOKEN.encode()) in baked


@pytest.mark.parametrize("bad", [b"", b"GIF89a", SIGNATURE, SIGNATURE + b"\x00\x00\x00\x01IHDR"])
def test_only_a_png_takes_a_credential(bad: bytes) -> None:
    with pytest.raises(ValueError, match="PNG"):
        baking.bake_png(bad, TOKEN)


def test_only_a_plain_svg_takes_a_credential_once() -> None:
    baked = baking.bake_svg(SVG, TOKEN)
    for picture, credential in ((baked, TOKEN), ("<html>", TOKEN), (SVG, '{"a": "\x00"}')):
        with pytest.raises(ValueError, match="credential"):
            baking.bake_svg(picture, credential)


BOMB = zlib.compress(b"\x00" * 50_000_000)
HOSTILE_PNG = {
    "a packed text": chunk(b"zTXt", KEYWORD + b"\x00\x00" + BOMB),
    "a packed international text": chunk(b"iTXt", KEYWORD + b"\x00\x01\x00\x00\x00" + BOMB),
    "a text without its parts": chunk(b"iTXt", KEYWORD + b"\x00\x00\x00"),
    "an empty text": chunk(b"iTXt", KEYWORD + b"\x00" * 5),
    "another keyword": chunk(b"iTXt", b"openbadges" + b"\x00" * 5 + TOKEN.encode()),
    "a length beyond the end": struct.pack(">I", 2**31) + b"iTXt" + KEYWORD,
    "thousands of chunks": chunk(b"tEXt", b"a\x00b") * 30_000,
}


@acceptance("13c")
@pytest.mark.parametrize("name", HOSTILE_PNG)
def test_a_hostile_png_holds_nothing(name: str) -> None:
    began = time.monotonic()
    assert baking.credential_in_png(with_chunks(HOSTILE_PNG[name])) is None
    assert time.monotonic() - began < 2


def test_two_credentials_in_one_file_are_none() -> None:
    one = chunk(b"iTXt", KEYWORD + b"\x00" * 5 + TOKEN.encode())
    assert extracting.extract(with_chunks(one, one)).kind == "broken"
    twice = f"<openbadges:credential xmlns:openbadges='{NAMESPACE}' verify='{TOKEN}'/>" * 2
    assert extracting.extract(f"<svg>{twice}</svg>".encode()).kind == "broken"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 100}">' for n in range(12))
TOLD = f'xmlns:o="{NAMESPACE}"'
HOSTILE_SVG = {
    "entities": f"<!DOCTYPE svg [{LAUGHS}]><svg {TOLD}><o:credential>&l11;</o:credential></svg>",
    "entities in an attribute": (
        f'<!DOCTYPE svg [{LAUGHS}]><svg {TOLD}><o:credential verify="&l11;"/></svg>'
    ),
    "a file of ours": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f"<svg {TOLD}><o:credential>&x;</o:credential></svg>"
    ),
    "a declaration from elsewhere": (
        f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:1/x.dtd"><svg {TOLD}><o:credential/></svg>'
    ),
    "depth": f"<svg {TOLD}>" + "<g>" * 100_000,
    "half a file": f"<svg {TOLD}><o:credential verify='a.b.",
}


@acceptance("13c")
@pytest.mark.parametrize("name", HOSTILE_SVG)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_hostile_svg_holds_nothing(name: str, encoding: str) -> None:
    began = time.monotonic()
    found = extracting.extract(HOSTILE_SVG[name].encode(encoding))
    assert (found.kind, found.document) == ("broken", None)
    assert time.monotonic() - began < 2


def test_an_svg_without_a_credential_says_so() -> None:
    assert extracting.extract(SVG.encode()) == extracting.Opened("svg")


def a_pdf(**attached: bytes) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, data in attached.items():
        writer.add_attachment(name.replace("_", "."), data)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_back_what_is_attached_to_it() -> None:
    assert extracting.extract(a_pdf(credential_jwt=b"a.b.c")).document == b"a.b.c"
    assert extracting.extract(a_pdf(other_txt=b"a.b.c")) == extracting.Opened("pdf")
    assert extracting.extract(a_pdf()) == extracting.Opened("pdf")
    both = a_pdf(credential_jwt=b"a.b.c", credential_json=b"{}")
    assert extracting.extract(both).kind == "broken"


@given(
    st.binary(max_size=400), st.sampled_from([b"%PDF-1.7\n", SIGNATURE, b"<svg", b"\xff\xd8\xff"])
)
def test_nothing_that_is_handed_in_raises(data: bytes, head: bytes) -> None:
    found = extracting.extract(head + data)
    assert found.document is None


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_pdf_raises_nothing(at: int, bytes_there: bytes) -> None:
    whole = a_pdf(credential_jwt=b"a.b.c")
    damaged = whole[:at] + bytes_there + whole[at + len(bytes_there) :]
    assert extracting.extract(damaged).kind in {"pdf", "broken", "text"}


# -- the word on paper ----------------------------------------------------------------------------


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.LETTERS))
def test_one_wrong_letter_is_told_from_a_code(at: int, letter: str) -> None:
    code = codes.new()
    changed = code[:at] + letter + code[at + 1 :]
    assert codes.read(changed) == (code if changed == code else None)


@given(st.integers(0, codes.RANDOM - 2))
def test_two_letters_that_changed_places_are_told(at: int) -> None:
    code = codes.new()
    changed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert codes.read(changed) == (code if changed == code else None)


@pytest.mark.parametrize("spoil", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}　"])
def test_a_code_may_be_typed_as_people_type(spoil: object) -> None:
    code = codes.new()
    assert codes.read(spoil(codes.shown(code))) == code  # type: ignore[operator]


def test_a_running_number_is_no_code() -> None:
    assert codes.read("R8-0123") is None
    assert codes.read("第R8-0123号") is None
    assert codes.read("") is None
