// Answers the tests of the visual editor, a line of JSON for each: what becomes of a text that is opened, of a
// document that is written, of a word with a reading.
import { createInterface } from "node:readline";
import { opened, written } from "../../frontend/js/author/rich/lossless.js";
import { isReading } from "../../frontend/js/author/rich/notation.js";
import { written as fresh } from "../../frontend/js/author/rich/write.js";

function textOpened(text) {
  const found = opened(text);
  if (!found) return null;
  const { content } = found.doc;
  const changed = content.findIndex((node) => node.type === "paragraph");
  const touched = structuredClone(content);
  touched[changed]?.content.push({ type: "text", text: "たした文。" });
  return {
    kept: written(content, found.keeper, () => true),
    rewritten: written(content, found.keeper, () => false),
    touched: changed < 0 ? null : written(touched, found.keeper, (_node, n) => n !== changed),
    source: changed < 0 ? null : found.keeper.own[changed],
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { text, doc, word } = JSON.parse(line);
  const answer = text !== undefined ? textOpened(text) : doc !== undefined ? fresh(doc) : isReading(...word);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
