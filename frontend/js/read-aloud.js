// <read-aloud>: a voice of the device reads the step, sentence by sentence, and the present sentence is marked.
// What is said comes with the page (#say) and holds the approved readings; the page's own text only shows where
// the voice is. Nothing begins by itself, and leaving the page ends it. Where an author gave a recording of a
// block (<audio data-read-aloud>), that is played instead.
const voices = window.speechSynthesis;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const RATE = "read-aloud-rate";

const tagOf = (voice) => voice.lang.replace("_", "-").toLowerCase();
const voiceFor = (language) => {
  const fit = voices.getVoices().filter((voice) => tagOf(voice).split("-")[0] === language.toLowerCase().split("-")[0]);
  return fit.find((voice) => voice.localService) ?? fit[0];
};

/** Finds sentences in the text of an element, whatever spaces and readings stand between their letters. */
function find(root, sentences) {
  const skip = (node) => node.parentElement.closest("rt, rp") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, skip);
  let text = "";
  const places = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.length; at++) {
      if (/\s/.test(node.data[at])) continue;
      text += node.data[at];
      places.push([node, at]);
    }
  }
  let from = 0;
  return sentences.map((sentence) => {
    const wanted = sentence.replace(/\s+/g, "");
    const start = [text.indexOf(wanted, from), text.indexOf(wanted)].find((at) => at >= 0);
    if (start === undefined) return null;
    from = start + wanted.length;
    const range = new Range();
    range.setStart(...places[start]);
    const [node, at] = places[from - 1];
    range.setEnd(node, at + 1);
    return range;
  });
}

/** All that can be said of the page as it is now: one entry a sentence, or a recording. */
function script() {
  const units = JSON.parse(document.getElementById("say")?.textContent || "[]");
  return units.flatMap(([where, language, sentences]) => {
    const unit = document.querySelector(where);
    if (!unit) return [];
    const audio = unit.querySelector("audio[data-read-aloud]");
    if (audio) return [{ unit, audio }];
    const pairs = sentences.map((one) => (Array.isArray(one) ? one : [one, one]));
    const ranges = find(unit, pairs.map(([text]) => text));
    const heads = [...unit.querySelectorAll("[data-heard]")].map((e) => (
      { unit, language: document.documentElement.lang, spoken: e.textContent, range: find(e, [e.textContent])[0] }
    ));
    return [...heads, ...pairs.map(([, spoken], n) => ({ unit, language, spoken, range: ranges[n] }))];
  }).filter((one) => one.audio || voiceFor(one.language));
}

class ReadAloud extends HTMLElement {
  #script = [];
  #at = -1; // which entry is read; -1: none
  #isPaused = false;
  #sound = null; // the utterance or recording under way
  #rate = 1;

  connectedCallback() {
    if (!voices) return;
    try {
      this.#rate = Number(localStorage.getItem(RATE)) || 1;
    } catch {} // a browser that keeps nothing
    this.addEventListener("click", this);
    voices.addEventListener?.("voiceschanged", this);
    for (const event of ["click", "htmx:after:swap"]) document.addEventListener(event, this);
    addEventListener("pagehide", this);
    this.#show();
  }

  disconnectedCallback() {
    if (!voices) return;
    this.stop();
    voices.removeEventListener?.("voiceschanged", this);
    for (const event of ["click", "htmx:after:swap"]) document.removeEventListener(event, this);
    removeEventListener("pagehide", this);
  }

  handleEvent({ type, target, currentTarget }) {
    if (type === "pagehide" || type === "htmx:after:swap") this.stop();
    else if (type === "voiceschanged") this.#show();
    else if (currentTarget === this) this.#press(target.closest("button"));
    else if (this.#at >= 0 && !target.closest("a, button, summary, label, input, read-aloud")) this.#jump(target.closest(".passage"));
  }

  #press(button) {
    const { do: what, rate } = button?.dataset ?? {};
    if (what === "read") {
      this.#script = script();
      this.#say(0);
      this.#show();
      this.querySelector("[data-do=pause]").focus();
    } else if (what === "pause") {
      this.#isPaused = !this.#isPaused;
      if (this.#isPaused) this.#hush();
      else this.#say(this.#at);
    } else if (what === "stop") {
      this.stop();
      this.querySelector("[data-do=read]").focus();
    } else if (rate) {
      this.#rate = Number(rate);
      try {
        localStorage.setItem(RATE, rate);
      } catch {}
      if (!this.#isPaused) this.#say(this.#at);
    }
    this.#show();
  }

  /** Goes on from a block that was pressed. */
  #jump(block) {
    const found = this.#script.findIndex((one) => one.unit === block);
    if (found < 0) return;
    this.#isPaused = false;
    this.#say(found);
    this.#show();
  }

  stop() {
    if (this.#at < 0) return;
    this.#hush();
    this.#at = -1;
    this.#isPaused = false;
    this.#mark(null);
    this.#show();
  }

  /** Ends the sound, not the place: it goes on with the same sentence, which every device can do. */
  #hush() {
    const sound = this.#sound;
    this.#sound = null;
    if (sound instanceof HTMLMediaElement) sound.pause();
    voices.cancel();
  }

  #say(number) {
    this.#hush();
    const one = this.#script[number];
    if (!one) {
      const hadFocus = this.contains(document.activeElement);
      this.stop();
      if (hadFocus) this.querySelector("[data-do=read]").focus();
      return;
    }
    this.#at = number;
    this.#mark(one);
    const sound = one.audio ?? new SpeechSynthesisUtterance(one.spoken);
    this.#sound = sound;
    const next = () => { if (this.#sound === sound) this.#say(number + 1); };
    if (one.audio) {
      Object.assign(sound, { currentTime: 0, playbackRate: this.#rate, onended: next });
      sound.play().catch(next);
    } else {
      Object.assign(sound, { lang: one.language, voice: voiceFor(one.language), rate: this.#rate, onend: next, onerror: next });
      voices.speak(sound);
    }
  }

  /** Marks the sentence that is heard, or where that cannot be, its block; keeps it in sight. */
  #mark(one) {
    for (const e of document.querySelectorAll(".is-heard")) e.classList.remove("is-heard");
    globalThis.CSS?.highlights?.delete("heard");
    if (!one) return;
    if (one.range && globalThis.Highlight) CSS.highlights.set("heard", new Highlight(one.range));
    else one.unit.classList.add("is-heard");
    const place = one.range?.startContainer.parentElement ?? one.unit;
    const isStill = calm.matches || document.documentElement.dataset.motion === "off";
    place.scrollIntoView({ block: "nearest", behavior: isStill ? "instant" : "smooth" });
  }

  #show() {
    const isOn = this.#at >= 0;
    this.hidden = !isOn && script().length === 0;
    this.querySelector("[data-do=read]").hidden = isOn;
    this.querySelector(".aloud").hidden = !isOn;
    this.querySelector("[data-do=pause]").setAttribute("aria-pressed", this.#isPaused);
    for (const e of this.querySelectorAll("[data-rate]")) e.setAttribute("aria-pressed", Number(e.dataset.rate) === this.#rate);
    document.documentElement.toggleAttribute("data-reading", isOn);
  }
}

customElements.define("read-aloud", ReadAloud);
