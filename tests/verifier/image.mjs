// Baked pictures: takes the credential out of a PNG or SVG (Open Badges 3.0 §5.3).

const NAME = 'openbadgecredential';

/** Return the text that was baked into a PNG: its one uncompressed iTXt chunk of that name. */
export function fromPng(bytes) {
  const found = [...chunks(bytes)].filter(({ type, data }) => type === 'iTXt' && data.toString('latin1').startsWith(`${NAME}\0`));
  if (found.length !== 1) throw new Error(`${found.length} credentials in the PNG`);
  const rest = found[0].data.subarray(NAME.length + 1);
  if (rest[0] !== 0 || rest[1] !== 0) throw new Error('the chunk is compressed');
  const language = rest.indexOf(0, 2);
  return rest.subarray(rest.indexOf(0, language + 1) + 1).toString('utf8');
}

function* chunks(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    yield { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** Return the text that was baked into an SVG: a token in `verify`, or JSON as the content. */
export function fromSvg(text) {
  const element = /<(\w+):credential\b([^>]*?)(?:\/>|>(.*?)<\/\1:credential>)/s.exec(text);
  if (!element || !text.includes(`xmlns:${element[1]}="https://purl.imsglobal.org/ob/v3p0"`)) throw new Error('no credential in the SVG');
  const verify = /\bverify="([^"]+)"/.exec(element[2]);
  if (verify) return verify[1];
  return [...(element[3] ?? '').matchAll(/<!\[CDATA\[(.*?)\]\]>/gs)].map(([, part]) => part).join('');
}
