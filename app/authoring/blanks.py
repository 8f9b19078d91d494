"""What a new block, lesson or module begins as: valid source, with what is to be written marked.

``［書く：…］`` is how a file says that something is still to be written there.
"""

from typing import Final

_OPTIONS = """\
- [x] ［書く：正しい答え］ #kotae-a
  > ［書く：なぜ正しいか］
- [ ] ［書く：ありそうなまちがい］ #kotae-b
  > ［書く：どこを見ると分かるか］
"""

_DECISIONS = """\
- [x] ［書く：{first}もの］ #mono-a
  > ［書く：なぜか］
- [ ] ［書く：{second}もの］ #mono-b
  > ［書く：なぜか］
"""


def _question(kind: str, prompt: str, rest: str) -> str:
    return f"::: {kind} #{{key}}{{objective}}\n［書く：{prompt}］\n\n{rest}:::\n"


def _practice(kind: str, prompt: str, first: str, second: str) -> str:
    return _question(kind, prompt, _DECISIONS.format(first=first, second=second))


BLANKS: Final = {
    "text": "［書く：本文］\n",
    "heading": "## ［書く：見出し］\n",
    "list": "- ［書く：1つ目］\n- ［書く：2つ目］\n",
    "table": "| ［書く：左］ | ［書く：右］ |\n|---|---|\n| ［書く：左］ | ［書く：右］ |\n",
    "picture": "![［書く：何がどう見えるか］]({picture})\n",
    "break": "---\n",
    "callout": "::: callout kind=tip\n［書く：ヒント］\n:::\n",
    "easy": "::: easy\n［書く：すぐ前の文を、やさしい日本語で］\n:::\n",
    "dialogue": """\
::: dialogue
- **［書く：名前］** ［書く：言ったこと］
- **［書く：名前］** ［書く：返事］
:::
""",
    "timeline": """\
::: timeline
- **［書く：いつ］** ［書く：できごと］
- **［書く：いつ］** ［書く：できごと］
:::
""",
    "extra": "::: extra\n［書く：早くおわった人が考えること］\n:::\n",
    "audio": "::: audio src={audio}\n［書く：話していることを、全部］\n:::\n",
    "video": """\
::: video src={video} captions={captions}
［書く：話していることと、写っているもの］
:::
""",
    "file": "::: file src={file}\n［書く：何のファイルか］\n:::\n",
    "embed": "::: embed url=https://www.mext.go.jp/\n［書く：何のページか］\n:::\n",
    "dilemma": """\
::: dilemma #{key}
## ［書く：はじめの場面の名前］ #hajimari

［書く：何が起きたか］

- [［書く：1つ目の道］](#michi-a)
- [［書く：2つ目の道］](#michi-b)

## ［書く：1つ目の道の先］ #michi-a

> **わたし** ［書く：わたしに何が起きたか］
> **ともだち** ［書く：ともだちに何が起きたか］
> **あとで** ［書く：あとで何が起きたか］

## ［書く：2つ目の道の先］ #michi-b

> **わたし** ［書く：わたしに何が起きたか］
> **ともだち** ［書く：ともだちに何が起きたか］
> **あとで** ［書く：あとで何が起きたか］
:::
""",
    "drill": "::: drill #{key} from={bank} mastery=2/3\n:::\n",
    "choice": _question("choice", "問い", _OPTIONS),
    "multiple-response": _question("multiple-response", "問い。すべて選ぶこと", _OPTIONS),
    "order": _question(
        "order",
        "どの順番か、という問い",
        """\
1. ［書く：はじめにすること］ #hajime
   > ［書く：なぜか］
2. ［書く：つぎにすること］ #tsugi
   > ［書く：なぜか］
3. ［書く：さいごにすること］ #saigo
   > ［書く：なぜか］
""",
    ),
    "text-entry": _question(
        "text-entry", "言葉で答える問い", _OPTIONS + "\n> ［書く：思いつかなかった人への言葉］\n"
    ),
    "numeric": _question(
        "numeric",
        "数で答える問い",
        """\
- [x] 1 #kotae-a
  > ［書く：なぜその数か］
- [ ] 2 #kotae-b
  > ［書く：どこを見ると分かるか］

> ［書く：思いつかなかった人への言葉］
""",
    ),
    "inline-choice": """\
::: inline-choice #{key}{objective}
［書く：空らんの前の文］［ア］［書く：空らんの後の文］

- **ア** #a
  - [x] ［書く：正しい言葉］ #kotae-a
    > ［書く：なぜ正しいか］
  - [ ] ［書く：ありそうなまちがい］ #kotae-b
    > ［書く：どこを見ると分かるか］
:::
""",
    "match": _question(
        "match",
        "組み合わせる問い",
        """\
- **［書く：もと。1つ目］** #moto-a
  - ［書く：その相手］ #aite-a
    > ［書く：なぜか］
- **［書く：もと。2つ目］** #moto-b
  - ［書く：その相手］ #aite-b
    > ［書く：なぜか］
""",
    ),
    "categorize": _question(
        "categorize",
        "なかまに分ける問い",
        """\
- **［書く：分ける先。1つ目］** #saki-a
  - ［書く：もの］ #mono-a
    > ［書く：なぜか］
- **［書く：分ける先。2つ目］** #saki-b
  - ［書く：もの］ #mono-b
    > ［書く：なぜか］
""",
    ),
    "hotspot": _question(
        "hotspot",
        "絵の中から選ぶ問い",
        """\
![［書く：何がどう見えるか］]({picture})

- [x] @10,10,30,30 ［書く：選んでほしい場所の名前］ #basho-a
  > ［書く：なぜか］
- [ ] @60,60,30,30 ［書く：ほかの場所の名前］ #basho-b
  > ［書く：なぜか］
""",
    ),
    "extended-text": """\
::: extended-text #{key}
［書く：考えを書いてもらう問い］

- ［書く：選ぶカード。1枚目］ #card-a
- ［書く：選ぶカード。2枚目］ #card-b

> ［書く：ほかの人はこう考えた、など］
:::
""",
    "likert": """\
::: likert #{key}
［書く：どのくらいか、という問い］

- あてはまる #hai
- どちらともいえない #aida
- あてはまらない #iie
:::
""",
    "inbox": _practice("inbox", "受信箱を仕分ける問い", "あやしい", "本物らしい"),
    "sign-up": _practice("sign-up", "登録の画面に何を書くか", "書く", "書かない"),
    "password": _practice("password", "どのパスワードを使うか", "使う", "使わない"),
    "audience": _practice("audience", "だれに見えるか", "見える人という", "見えない人という"),
    "search-results": _practice("search-results", "どれに頼れるか", "頼れる", "頼れない"),
    "assistant": _practice("assistant", "AIの答えは確かか", "確かめられた", "まちがいの"),
}
"""Kind → its source. ``{key}`` is a new key, ``{objective}`` the attribute of it or nothing, the
others are paths of files that the course has."""

STEMS: Final = {"dilemma": "hanashi", "drill": "renshu", "lesson": "lesson", "module": "sho"}
"""What the key of a new thing begins with; that of a question with ``QUESTION_STEM``."""

QUESTION_STEM: Final = "toi"

ASSETS: Final = {
    "picture": ("png", "webp", "jpg", "jpeg", "svg"),
    "audio": ("mp3", "m4a", "ogg"),
    "video": ("mp4", "webm"),
    "captions": ("vtt",),
    "file": ("pdf",),
}
"""Kinds of the files that a block shows: the first of the course's is taken until one is chosen,
and where there is none, a name that the checks then ask for."""

LESSON: Final = '+++\ntitle = "{title}"\nminutes = 5\n+++\n\n［書く：本文］\n'
MODULE: Final = 'title = "{title}"\n'
