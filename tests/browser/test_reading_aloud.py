"""Reading aloud, with a voice of our own: what it is given, what is marked, how it ends.

No browser of a test has a voice, so one is put in its place before the page's scripts run. It
keeps what it was asked to say, and finishes a sentence when the test says so.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import give, lessons, wrong_keys
from tests.browser.conftest import Opens
from tests.browser.journeys import come_in, has_begun_now

VOICE = """
window.said = [];
window.voices = %s;
const listeners = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const voice = {
  getVoices: () => window.voices,
  speak(utterance) {
    this.now = utterance;
    said.push([utterance.text, utterance.lang, utterance.rate]);
  },
  cancel() { const was = this.now; this.now = null; was?.onerror?.({ error: 'interrupted' }); },
  addEventListener: (_, listener) => listeners.push(listener),
  removeEventListener: () => {},
};
Object.defineProperty(window, 'speechSynthesis', { value: voice });
window.finish = () => { const was = voice.now; voice.now = null; was.onend({}); };
window.arrive = (found) => {
  window.voices = found;
  for (const one of listeners) one.handleEvent?.(new Event('voiceschanged'));
};
"""
JAPANESE = [{"lang": "ja_JP", "name": "かな", "localService": True}]


def reading(people: Opens, voices: list[dict[str, Any]]) -> Page:
    """Open the first step of ゆい's course on a device with these voices."""
    page = people()
    page.context.add_init_script(VOICE % json.dumps(voices))
    come_in(page, "ゆいさん")
    if not has_begun_now(page, "kojin-joho"):
        page.locator(".lessons a").first.click()
    page.goto(page.url.rsplit("/", 1)[0] + "/1")
    return page


def said(page: Page) -> list[str]:
    return [text for text, *_ in page.evaluate("said")]


LETTERS = """
(part) => {
  if (!part) return '';
  for (const reading of part.querySelectorAll('rt, rp')) reading.remove();
  return part.textContent.replace(/\\s/g, '');
}
"""


def marked(page: Page) -> str:
    """Return the text that is marked, without its readings and spaces."""
    range_of = "[...(CSS.highlights.get('heard') ?? [])][0]?.cloneContents()"
    text: str = page.evaluate(f"({LETTERS})({range_of})")
    return text


def letters(page: Page, selector: str) -> str:
    """Return the text of an element, without its readings and spaces."""
    text: str = page.locator(selector).evaluate(f"(e) => ({LETTERS})(e.cloneNode(true))")
    return text


@pytest.fixture
def page(people: Opens) -> Page:
    """Return the first step of a lesson on a device that speaks Japanese."""
    return reading(people, JAPANESE)


def test_a_device_without_a_voice_is_offered_nothing_and_one_whose_voice_comes_late_is(
    people: Opens,
) -> None:
    page = reading(people, [{"lang": "de-DE", "name": "Anna", "localService": True}])
    expect(page.locator("read-aloud")).to_be_hidden()
    page.evaluate("arrive([{ lang: 'ja-JP', name: 'かな', localService: false }])")
    expect(page.locator("read-aloud")).to_be_visible()
    assert said(page) == [], "nothing begins by itself"


def test_the_text_then_the_question_is_read_with_its_readings_and_each_sentence_is_marked(
    page: Page,
) -> None:
    page.locator("[data-do=read]").click()
    told = page.evaluate("JSON.parse(document.getElementById('say').textContent)")
    assert [where for where, *_ in told][:2] == ["#b1", "#b2"]
    sentences = [one for where, _, unit in told if where != "#feedback" for one in unit]
    assert len(sentences) > 5
    for one in sentences:
        text, spoken = one if isinstance(one, list) else (one, one)
        assert said(page)[-1] == spoken
        assert marked(page) == "".join(text.split())
        page.evaluate("finish()")
    while page.evaluate("speechSynthesis.now"):  # the feedback, if ゆい answered in another test
        page.evaluate("finish()")
    expect(page.locator("[data-do=read]")).to_be_visible()
    assert marked(page) == ""
    assert any("ヒト" in one or "ひと" in one for one in said(page))
    assert {language for _, language, _ in page.evaluate("said")} == {"ja"}


def test_it_waits_goes_on_and_ends_when_told(page: Page) -> None:
    page.locator("[data-do=read]").click()
    expect(page.locator("[data-do=pause]")).to_be_focused()
    page.evaluate("finish()")
    second = said(page)[-1]
    page.locator("[data-do=pause]").click()
    expect(page.locator("[data-do=pause]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("speechSynthesis.now") is None
    page.locator("[data-do=pause]").click()
    assert said(page)[-1] == second, "it goes on with the same sentence"
    page.locator("[data-do=stop]").click()
    expect(page.locator("[data-do=read]")).to_be_focused()
    assert page.evaluate("speechSynthesis.now") is None
    assert marked(page) == ""


def test_the_speed_is_kept_and_a_pressed_block_is_read_next(page: Page) -> None:
    page.locator("[data-do=read]").click()
    page.locator("[data-rate='0.8']").click()
    assert page.evaluate("said.at(-1)[2]") == 0.8
    page.locator("#b2").click()
    assert marked(page)
    assert letters(page, "#b2").startswith(marked(page))
    page.reload()
    page.locator("[data-do=read]").click()
    assert page.evaluate("said.at(-1)[2]") == 0.8


def test_it_ends_with_the_page_and_with_an_answer_and_reads_the_feedback_then(page: Page) -> None:
    asked = lessons("kojin-joho")[0].steps[0].question
    assert asked is not None
    page.locator("[data-do=read]").click()
    before = len(said(page))
    give(page, asked, wrong_keys(asked))
    expect(page.locator("#feedback")).to_contain_text("おしい")
    assert page.evaluate("speechSynthesis.now") is None
    expect(page.locator("[data-do=read]")).to_be_visible()
    page.locator("[data-do=read]").click()
    while page.evaluate("speechSynthesis.now"):
        page.evaluate("finish()")
    heard = said(page)[before:]
    assert "おしい" in heard
    place = heard.index("おしい")
    assert heard[place + 1 :], "and why"


def test_where_sentences_cannot_be_marked_their_block_is(people: Opens) -> None:
    page = people()
    page.context.add_init_script((VOICE % json.dumps(JAPANESE)) + "delete window.Highlight;")
    come_in(page, "ゆいさん")
    if not has_begun_now(page, "kojin-joho"):
        page.locator(".lessons a").first.click()
    page.goto(page.url.rsplit("/", 1)[0] + "/1")
    page.locator("[data-do=read]").click()
    expect(page.locator("#b1.is-heard")).to_have_count(1)


def test_a_recording_of_the_authors_own_is_played_instead(page: Page) -> None:
    page.evaluate(
        """() => {
          const audio = document.createElement('audio');
          audio.dataset.readAloud = '';
          audio.play = () => { window.played = true; return Promise.resolve(); };
          document.getElementById('b1').append(audio);
        }"""
    )
    page.locator("[data-do=read]").click()
    assert page.evaluate("played")
    assert said(page) == []
    page.evaluate("document.querySelector('#b1 audio').onended()")
    assert len(said(page)) == 1
