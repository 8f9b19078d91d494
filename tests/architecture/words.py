"""The words list (文言集): what no interface string says, and why; used by several tests.

One entry here is checked in the sources and catalogs (test_words.py) and on every page that a
test opens (tests/client.py).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Word(NamedTuple):
    """A word that is not said: ``pattern`` is a regular expression, ``instead`` what is said."""

    pattern: str
    instead: str


NOWHERE = (
    Word("こちら", "行き先の名前を書く(「講座をさがす」など)"),
    Word("クリック", "「押す」「えらぶ」(指でも鍵盤でも使う人がいる)"),
    Word("不正な", "何が読み取れなかったかと、次にすること"),
    Word("エラーが発生しました", "何が起き、何が残り、次に何をするか"),
    Word("検討します", "いつまでに、だれが、何をするか"),
    Word("お問い合わせください", "だれに、どうやって(電話・窓口)を書く"),
    Word("無効な", "何が使えないかと、次にすること"),
    Word("してはいけません", "どうすればよいか"),
    Word("必須項目です", "何を書くか"),
    Word("権限がありません", "だれにできることか"),
    Word("タップ", "「押す」"),
    Word("ユーザー", "「利用者」「人」、または役割の名前"),
    Word("[×✕✖❌]\\s*(まちが|ちが|はずれ|不正解|おしい)|[✖❌]|不正解", "△ おしい"),
    Word("不合格", "「もう少し」と、次にすること"),
)

TO_LEARNERS = (
    Word("ログイン", "続きからはじめる"),
    Word("ログアウト", "おわる"),
    Word("コース", "講座"),
    Word("カタログ", "講座をさがす"),
    Word("バッジ", "修了のしるし"),
    Word("アカウント", "「あなたの登録」など"),
    Word("パスワードを入力", "合言葉を書く、など"),
)
"""Not said to children and citizens."""

ENGLISH = (
    Word(r"This field is required", "日本語で"),
    Word(r"Not a valid|Invalid ", "日本語で"),
    Word(r"CSRF", "「時間がたちました」と、次にすること"),
    Word(r"Internal Server Error|Not Found|Bad Request|Forbidden", "日本語で"),
)
"""What libraries say when nobody translated it."""

SLIPS = (
    Word(r"\bNone\b|\bTrue\b|\bFalse\b", "a value was printed that stands for nothing"),
    Word(r"\{[^{}|\n]+\|[^{}\n]*\}", "ruby notation was not rendered"),
    Word(r"\{\{|\}\}|\{%", "a template was not rendered"),
    Word(r"<Markup|Markup\(|&lt;|&amp;lt;|</?rub", "markup was escaped"),
    Word(r"%\(\w+\)s", "a placeholder was not filled"),
    Word(r"\bUndefined\b|<bound method|<function| object at 0x", "an object was printed"),
)
"""What a page shows by mistake."""


def faults(text: str, *, to_learners: bool, rendered: bool = False) -> Iterator[str]:
    """Yield a sentence for every word in ``text`` that is not said.

    Args:
        text: Interface text without markup.
        to_learners: Whether children or citizens read it.
        rendered: Whether it stands on a finished page, where slips can be seen too.
    """
    words = NOWHERE + ENGLISH + (TO_LEARNERS if to_learners else ()) + (SLIPS if rendered else ())
    for word in words:
        if found := re.search(word.pattern, text):
            around = text[max(0, found.start() - 20) : found.end() + 20].replace("\n", " ")
            yield f"「{found[0]}」 is not said (… {around} …): {word.instead}"
