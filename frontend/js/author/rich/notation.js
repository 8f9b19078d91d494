// Readings as authors write them ({漢字|かんじ}, {漢字|かん|じ}, {漢字|}, ｜漢字《かんじ》), found the way the server
// finds them (notation.py, aside.py): in code and evidence marks braces are braces.
const KANA = "\\u3041-\\u3096\\u309b-\\u309e\\u30a1-\\u30fa\\u30fc-\\u30fe・";
const KANJI = "々〆\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const KANA_ONLY = new RegExp(`^[${KANA}]+$`);
const ONE_KANJI = new RegExp(`[${KANJI}]`, "gu");
const DIGIT = /[0-9０-９]/;
const LONGEST_WORD = 40;

const INTEREST = /\\[\\{}｜]|[{}]|｜(?=[^｜\n《]*《)/g;
const BRACED = /\{([^{}|\n\\]*)\|([^{}\n\\]*)\}/y;
const AOZORA = /｜([^｜《》\n]+)《([^《》\n]*)》/y;
const FENCED = /^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n|$(?![^]))(?:[^]*?^ {0,3}\1[`~]*[ \t]*$|[^]*$(?![^]))/gm;
const TICKS = /(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n)[^])+?)(?<!`)\1(?!`)/g;
const MARKING = /\]\{#see-[a-z][a-z0-9-]*\}/g;

/** What stands for a reading while Markdown is read: signs that no text may hold. */
export const OPEN = "\ufdd0";
export const CLOSE = "\ufdd1";
const HELD = /\ufdd0([0-9]+)\ufdd1/g;

/** Whether a word can be written with a reading; "" is a word that is to have none. */
export function isReading(word, kana) {
  if (!word.trim() || /[{}|\\\n\ufdd0-\ufdef]/.test(word)) return false;
  if ([...word].length > LONGEST_WORD || [...kana].length > 2 * LONGEST_WORD) return false;
  if (kana === "") return true;
  const kanas = kana.split("|");
  if (!kanas.every((one) => KANA_ONLY.test(one))) return false;
  return kanas.length === 1 || kanas.length === (word.match(ONE_KANJI) ?? []).length;
}

/** A word as pieces with their kana: one for all of it, or one for each of its kanji. */
export function piecesOf(word, kana) {
  const kanas = kana.split("|");
  const kanji = word.match(ONE_KANJI) ?? [];
  if (kanas.length === 1 || kanas.length !== kanji.length || DIGIT.test(word)) return [[word, kanas.join("")]];
  const parts = word.match(new RegExp(`[${KANJI}]|[^${KANJI}]+`, "gu"));
  return parts.map((part) => [part, part.match(ONE_KANJI) ? kanas.shift() : ""]);
}

/** The words with a reading of a text: {start, end, word, kana, spelling}. Null where one is broken. */
function scanned(text) {
  const found = [];
  INTEREST.lastIndex = 0;
  for (let here = INTEREST.exec(text); here; here = INTEREST.exec(text)) {
    if (here[0].startsWith("\\")) continue;
    const spelling = here[0] === "｜" ? "aozora" : "brace";
    const form = spelling === "aozora" ? AOZORA : BRACED;
    form.lastIndex = here.index;
    const match = form.exec(text);
    if (!match || !isReading(match[1], match[2])) return null;
    INTEREST.lastIndex = form.lastIndex;
    found.push({ start: here.index, end: form.lastIndex, word: match[1], kana: match[2], spelling });
  }
  return found;
}

/** Takes the readings out of a Markdown text: {text, words}, or null where the notation is broken. */
export function setAside(markdown) {
  if (/[\ufdd0-\ufdef]/.test(markdown)) return null;
  const blank = (all) => "\n".repeat(all.length);
  const words = scanned(markdown.replace(FENCED, blank).replace(TICKS, blank).replace(MARKING, blank));
  if (!words) return null;
  let at = 0;
  const pieces = words.map((word, n) => {
    const before = markdown.slice(at, word.start);
    at = word.end;
    return `${before}${OPEN}${n}${CLOSE}`;
  });
  return { text: pieces.join("") + markdown.slice(at), words };
}

/** A text cut at its readings: strings, and the words that stood between them. */
export function cutAtReadings(text, words) {
  return text.split(HELD).map((piece, n) => (n % 2 ? words[Number(piece)] : piece)).filter((piece) => piece !== "");
}

/** A reading as it is written. */
export const asWritten = ({ word, kana, spelling }) =>
  spelling === "aozora" ? `｜${word}《${kana}》` : `{${word}|${kana}}`;

/** A text with its readings put back. */
export const withReadings = (text, words) => text.replace(HELD, (_, n) => asWritten(words[Number(n)]));
