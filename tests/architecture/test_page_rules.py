"""The rules for pages do find what they are for."""

import pytest

from tests.page import Page, faults

POLICY = "default-src 'none'; script-src 'self' 'nonce-n1'; style-src 'self'"
GOOD = (
    '<!doctype html><html lang="ja" data-audience="child"><head><title>はじめ｜寺子屋</title>'
    '<script src="/static/app.js" nonce="n1"></script></head><body><main><h1>はじめ</h1>{}'
    "</main></body></html>"
)
FORM = '<form method="post" action="{}">{}<button>おくる</button></form>'
RUBY = "<ruby>講座<rp>(</rp><rt>こうざ</rt><rp>)</rp></ruby>"
TOKEN = '<input type="hidden" name="csrf_token" value="t">'


def _found(html: str, *, whole: bool = True) -> list[str]:
    page = Page(html)
    return list(faults(page, policy=POLICY, host="localhost", whole=whole, tokens=True))


@pytest.mark.parametrize(
    "part",
    [
        "",
        FORM.format("/answers", TOKEN),
        FORM.format("", TOKEN + '<label for="a">名前</label><input id="a" name="a">'),
        "<label><input type='radio' name='b'> えらぶ</label>",
        "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を読む</p>",
        '<a href="/x"><img src="/p.png" alt="絵"></a>',
        '<h2 id="t">章</h2><p aria-labelledby="t">本文</p><a href="#t">上へ</a>',
    ],
)
def test_a_good_page_has_no_fault(part: str) -> None:
    assert _found(GOOD.format(part)) == []


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("<h1>もう一つ</h1>", "<h1>"),
        ("<h3>章</h3>", "level is left out"),
        ("<p id='a'></p><p id='a'></p>", "stands on 2 elements"),
        ("<input name='a'>", "has no label"),
        ("<label>名<input name='a' placeholder='山田'></label>", "placeholder"),
        ("<p aria-describedby='gone'>文</p>", "not on the page"),
        ("<a href='#gone'>行く</a>", "not on the page"),
        ("<img src='/p.png'>", "no alt"),
        ("<a href='/x'></a>", "says nothing"),
        (FORM.format("/x", ""), "csrf_token"),
        (FORM.format("https://elsewhere.example/x", TOKEN), "another site"),
        ("<form method='post'>" + TOKEN + "</form>", "without JavaScript"),
        ("<p style='color:red'>文</p>", "inline style"),
        ("<p onclick='x()'>文</p>", "inline style or script"),
        ("<p hx-on:click='x()'>文</p>", "inline style or script"),
        ("<a href='javascript:x()'>文</a>", "holds script"),
        ("<script nonce='n1'>x()</script>", "frontend/js"),
        ("<script src='/a.js'></script>", "nonce"),
        ("<style>p{}</style>", "frontend/css"),
        ("<img alt='絵' src='https://elsewhere.example/p.png'>", "another site"),
        ("<p>こちらを見る</p>", "こちら"),
        ("<p><ruby>検討<rt>けんとう</rt></ruby>します</p>", "検討します"),
        ("<p>ログインする</p>", "ログイン"),
        ("<p>得点 None</p>", "None"),
        ("<p>{漢字|かんじ}</p>", "ruby notation"),
        ("<p>&lt;ruby&gt;</p>", "escaped"),
        ("<div><p>文</div>", "closes nothing"),
        (f"<p aria-label='講座こうざを見る'>{RUBY}</p>", "a reading in aria-label"),
        (f"<p data-told='講座(こうざ)'>{RUBY}</p>", "a reading in data-told"),
        ("<p title='<ruby>講座</ruby>'>文</p>", "a reading in title"),
        (f"<label>学び<select><option>{RUBY}</select></label>", "only text can"),
    ],
)
def test_a_fault_is_told(part: str, told: str) -> None:
    assert any(told in fault for fault in _found(GOOD.format(part))), _found(GOOD.format(part))


def test_staff_may_read_words_that_learners_do_not() -> None:
    assert _found(GOOD.replace('"child"', '"staff"').format("<p>ログイン</p>")) == []


def test_what_is_only_spoken_has_no_gaps() -> None:
    spaced = GOOD.replace('lang="ja"', 'lang="ja" data-spaced')
    assert _found(spaced.format("<p>みんなで まなぶ</p>")) == []
    assert _found(spaced.format("<p aria-label='みんなで まなぶ'>文</p>")) != []


def test_a_fragment_needs_no_heading() -> None:
    assert _found("<form></form>", whole=False) != []
    assert _found("<p>文</p>", whole=False) == []
