// An independent verifier: a line of JSON in, a line of JSON out, until the input ends.
//
// In:  {"form": "di" | "jwt" | "png" | "svg", "document": text (base64 for the pictures),
//       "served": {address: text}, "now": instant}
// Out: {"engines": {name: {"accepted", "revoked", "errors"}}, "warnings": [text]}
//
// OB3_SCHEMA names a copy of the official JSON schema; with it, shapes are compared as well.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import addFormats from 'ajv-formats';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { fromPng, fromSvg } from './image.mjs';
import { digitalBazaar, verifierCore } from './json.mjs';
import { jose } from './token.mjs';
import { serve, takeSchema } from './world.mjs';

const warnings = [];
const ABOUT_THE_SCHEMA = /^strict mode:/; // how the official schema is written; not our documents
function keep(text) {
  if (!ABOUT_THE_SCHEMA.test(text)) warnings.push(text);
}
for (const name of ['log', 'info', 'warn', 'error']) {
  console[name] = (...words) => keep(words.map(String).join(' '));
}
process.on('warning', (warning) => keep(String(warning)));

const rightShape = schemaCheck(process.env.OB3_SCHEMA);

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  serve(asked.served);
  let engines;
  try {
    engines = await judge(asked.form, asked.document, asked.now);
  } catch (error) {
    engines = { reading: { accepted: false, revoked: false, errors: [error.message] } };
  }
  process.stdout.write(`${JSON.stringify({ engines, warnings: warnings.splice(0) })}\n`);
}

async function judge(form, document, now) {
  if (form === 'png') return judgeText(fromPng(Buffer.from(document, 'base64')), now);
  if (form === 'svg') return judgeText(fromSvg(Buffer.from(document, 'base64').toString('utf8')), now);
  return judgeText(document, now);
}

async function judgeText(text, now) {
  if (!text.startsWith('{')) return { jose: await jose(text, now) };
  return {
    digitalbazaar: await digitalBazaar(JSON.parse(text), now),
    'verifier-core': await verifierCore(JSON.parse(text)),
    ...rightShape(JSON.parse(text)),
  };
}

function schemaCheck(path) {
  if (!path) return () => ({});
  const schema = JSON.parse(readFileSync(path, 'utf8'));
  takeSchema(schema);
  const ajv = new Ajv2019({ allErrors: true, logger: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (credential) => {
    const accepted = validate(credential);
    return { schema: { accepted, revoked: false, errors: (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`) } };
  };
}
