"""分かち書き: spaces as the books of the first school years leave them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.furigana import segments_of, spaced

SENTENCES = [
    "ゲームで はじめて 会った 人は、本当の 名前も 顔も 分かりません。",
    "どこに いるかを 教えると、会いに 来る ことが できて しまいます。",
    "先生は 「おはよう」と 言いました。",
    "知らない 人に ついて いっては いけません。",
    "今日 学校で 友だちと 本を 読みました。",
    "きのう、公園で 三回 練習したけれど、うまく できなかった。",
    "これは とても 大切な ことでは ない。",
    "元気が ない ときは、先生に 話して ください。",
    "もう 一度 よく 考えて みよう。",
    "パスワードを だれかに 教えて しまったら、すぐに かえましょう。",
    "AI（人工知能）が 答えた ことが、いつも 正しいとは かぎりません。",
    "やめても いいのです。",
    "友だちの よい ところを 見つけて、カードに 書いて いきます。",
    "食べすぎると、おなかが いたく なるかもしれません。",
    "この 本を 読み終わったら、かんそうを 書き始めましょう。",
    "みんなで 話し合って、公園を 作る ことに しました。",
    "お母さんが 作って くれた おべんとうは、おいしかったです。",
    "ねこのように、しずかに 歩きます。",
    "個人情報とは、名前や 住所などの ことである。",
    "見てる。",
    "利用できる 時間を 確認して おきます。",
    "地震に より 建物が こわれた。",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_phrases_begin_where_school_books_leave_a_space(sentence: str) -> None:
    assert spaced(sentence.replace(" ", "")) == sentence


def test_a_text_that_is_parted_already_is_not_parted_again() -> None:
    assert spaced("はい。 いいえ、\n（ここは）。") == "はい。 いいえ、\n（ここは）。"


@given(st.text("今日は学校へ行った。「、」a1 \n人", max_size=30))
@settings(deadline=None)  # the first text waits for the dictionary
def test_no_phrase_begins_at_the_beginning_or_inside_of_a_word(text: str) -> None:
    segments = segments_of(text)
    assert not any(segment.phrase_start for segment in segments[:1])
    assert all(segment.word_start for segment in segments if segment.phrase_start)
