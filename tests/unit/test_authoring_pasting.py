"""Pasted text: what becomes of it, and that nothing in it can run or become a block."""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.pasting.html import read_html
from app.authoring.pasting.limits import LONGEST
from app.authoring.pasting.reading import decoded, read
from app.authoring.pasting.shapes import LeftOut, PastingFault, Unpasted
from app.authoring.pasting.word import LARGEST_PART
from app.authoring.pasting.writing import written
from app.catalog.content import View, render
from app.catalog.markdown import compile_blocks
from app.catalog.sources.lesson import read_bank

WORD = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=shift_jis>
<!--[if gte mso 9]><xml><o:Author>だれか</o:Author></xml><![endif]-->
<style>p.MsoNormal {mso-style-name:標準}</style><script>alert(1)</script></head><body lang=JA>
<h1><b>写真と<span lang=EN-US>SNS</span></b></h1>
<p class=MsoNormal onclick="x()">　写真を<b>「出す前」</b>に、友<o:p></o:p>
だちに聞きます。</p>
<h3>たしかめること</h3>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>l<span>&nbsp;&nbsp;</span></span><![endif]>顔</p>
<p style='mso-list:l1 level2 lfo1'><span style='mso-list:Ignore'>1.</span>目</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l</span>名札</p>
<table><tr><td>もの</td><td colspan=2>だれ|なに</td></tr><tr><td><p>顔</p><p>目</p></td><td>わたし
</td><td><table><tr><td>内</td><td>側</td></tr></table></td></tr></table>
<p><a href="https://www.ppc.go.jp/a(b)">委員会</a><a href="javascript:alert(1)">だめ</a>
<img src="x" alt="絵" onerror=x><del>消した</del><u>線</u><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>
</body></html>"""

MARKDOWN = """\
## 写真とSNS

写真を「**出す前**」に、友だちに聞きます。

### たしかめること

- 顔
  1. 目
- 名札

| もの | だれ\\|なに |  |
|---|---|---|
| 顔 目 | わたし | 内 側 |

[委員会](<https://www.ppc.go.jp/a(b)>)だめ線{漢字|かんじ}"""

DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span
style="font-weight:400">題</span></h2><p><span style="font-weight:700">太い</span>と<span
style="font-weight:400;font-style:italic">斜め</span></p><ol><li aria-level="1"><p>一</p></li>
<ul><li aria-level="2"><p>内</p></li></ul><li><p>二</p></li></ol></b>"""


def pasted(html: str) -> str:
    return written(read_html(html).blocks)[0]


def test_word_gives_headings_lists_tables_and_emphasis_and_the_rest_is_named() -> None:
    found = read_html(WORD)
    markdown, more = written(found.blocks)
    assert markdown == MARKDOWN
    assert compile_blocks(markdown).problems == ()
    assert found.left_out + more == {
        **dict.fromkeys((LeftOut.PICTURE, LeftOut.LINK, LeftOut.DELETED, LeftOut.DECORATION), 1),
        LeftOut.MERGED_CELLS: 1,
        LeftOut.TABLE_IN_TABLE: 1,
        LeftOut.BREAKS_IN_CELLS: 2,
        LeftOut.SCRIPT: 1,
    }
    assert (LeftOut.LINK, "javascript:alert(1)") in found.named
    assert (LeftOut.PICTURE, "絵") in found.named


def test_google_docs_says_bold_in_its_styles_and_nests_lists_its_own_way() -> None:
    assert pasted(DOCS) == "## 題\n\n**太い**と*斜め*\n\n1. 一\n   - 内\n2. 二"


def test_markdown_keeps_its_shape_and_readings_and_loses_its_blocks() -> None:
    text = "+++\ntitle = 1\n+++\n# 題\n\n{漢字|かん|じ}と**太字**\n\n"
    text += "::: choice #x\nq\n:::\n\n- [x] a #b"
    told = read("a.md", text.encode())
    assert told["markdown"] == (
        "## 題\n\n{漢字|かん|じ}と**太字**\n\n\\::: choice #x q :::\n\n- \\[x\\] a #b"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_is_read_in_whatever_way_windows_wrote_it(encoding: str) -> None:
    assert decoded("<p>「表」の能力</p>".encode(encoding)) == "<p>「表」の能力</p>"


# -- what is hostile ------------------------------------------------------------------------------

TEXTS = st.text(
    alphabet=st.sampled_from("あ漢aA1 　\n\\`*_#+-=~:|<>[](){}!&;.｜《》・「」\"'/")
) | st.text(max_size=30)
PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<i>", "<li>", "<ul>", "<ol>", "<table><tr><td>", "<td>"),
        *("<script>alert(1)</script>", "<style>p{}</style>", "<svg onload=x>", "<br>", "<hr>"),
        *(
            "<p hx-get=/x onclick=y style=z>",
            "<a href='javascript:x'>",
            "<a href='https://a.jp/'>",
        ),
        *("<img src=x onerror=y alt='<b hx-get>'>", "<!--[if mso]>", "<![endif]-->", "<pre>"),
        *("<blockquote>", "<h1>", "<ruby>", "<rt>", "<iframe srcdoc='<script>'>", "<code>"),
        *(
            "::: choice #x",
            "+++",
            "---",
            "{#see-x}",
            "&lt;script&gt;",
            "<p style='mso-list:l0 level3'>",
        ),
    ]
)
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\ufdd0-\ufdef\ufeff\ufffe\uffff]")
HTML = st.lists(PIECES | TEXTS, max_size=25).map("".join)
ALLOWED = {"href", "rel", "scope", "class", "start", "id", "src", "alt"}


class Scan(HTMLParser):
    """Collects what a browser would find in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def cannot_run(markdown: str) -> bool:
    found = Scan(render(compile_blocks(markdown).prose, View(None)))
    names = {name for name, _ in found.attributes}
    addresses = [value for name, value in found.attributes if name in {"href", "src"}]
    return (
        names <= ALLOWED
        and not found.tags & {"script", "style", "iframe", "svg", "object", "form", "input"}
        and all(re.match(r"https://|mailto:|tel:|/course-assets/", one) for one in addresses)
    )


@given(HTML)
def test_nothing_of_pasted_html_can_run(html: str) -> None:
    assert cannot_run(pasted(html))


@given(HTML)
def test_nothing_that_is_typed_can_run(text: str) -> None:
    assert cannot_run(text)


@given(HTML)
def test_pasted_text_is_text_blocks_without_a_fault(html: str) -> None:
    markdown = pasted(html)
    faults: list[object] = []
    blocks = read_bank("bank/a.md", "a", markdown.encode(), faults).blocks  # type: ignore[arg-type]
    assert {block.kind for block in blocks} <= {"text"}
    assert faults == []
    assert compile_blocks(markdown).problems == ()


@given(TEXTS)
def test_a_paragraph_says_what_was_typed_sign_for_sign(text: str) -> None:
    said = text.replace("&", "&amp;").replace("<", "&lt;")
    wanted = "".join(
        re.sub("[\x00-\x08\x0e-\x1f\x7f\u200b\ufdd0-\ufdef\ufeff\ufffe\uffff]", "", text).split()
    )
    found = compile_blocks(pasted(f"<p>「{said}」</p>")).prose.plain
    assert "".join(found.split()) == f"「{wanted}」"


def test_what_is_too_much_is_refused_as_a_whole() -> None:
    for html, fault in (
        ("<div>" * 5000, PastingFault.TOO_DEEP),
        (f"<p>{'あ' * (LONGEST + 1)}</p>", PastingFault.TOO_LONG),
    ):
        with pytest.raises(Unpasted) as refused:
            read_html(html)
        assert refused.value.fault is fault
    assert read_html("").blocks == ()


# -- Word files -----------------------------------------------------------------------------------

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_docx(body: str) -> bytes:
    """Return a Word file with such a body."""
    kinds = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{kinds}/content-types"/>')
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="a" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
        )
        document = f"<w:document {SPACE}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", document)
        package.writestr("word/media/image1.png", bytes(1_000_000))
    return packed.getvalue()


def test_a_word_file_is_read_and_a_bomb_is_not() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>太い</w:t></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    assert read("a.docx", a_docx(bold))["markdown"] == "**太い**文"
    bomb = a_docx(" " * (10 * LARGEST_PART))
    assert len(bomb) < LARGEST_PART / 50
    assert read("a.docx", bomb)["fault"] == "too-much"
    for broken in (b"", a_docx(bold)[:500], a_docx("<w:p>"), a_docx("&lol;")):
        assert read("a.docx", broken)["fault"] == "unreadable"
