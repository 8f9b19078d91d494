// The compact form: jose for the signature, and the rules of Open Badges 3.0 §8.2 for the rest.

import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { digitalBazaar, status } from './json.mjs';
import { key } from './world.mjs';

const CLAIMS = ['iss', 'jti', 'sub', 'nbf', 'exp'];

/** Say what jose and the rules of the standard find: `accepted`, `revoked`, `errors`. */
export async function jose(token, now) {
  try {
    return await check(token, now);
  } catch (error) {
    return { accepted: false, revoked: false, errors: [error.message] };
  }
}

async function check(token, now) {
  const header = decodeProtectedHeader(token);
  if (Object.keys(header).sort().join() !== 'alg,kid,typ') throw new Error('the header holds more, or less');
  const method = key(header.kid);
  const { payload } = await jwtVerify(token, await importJWK(method.publicKeyJwk, 'RS256'), {
    algorithms: ['RS256'],
    typ: 'JWT',
    issuer: method.controller,
    currentDate: new Date(now),
    requiredClaims: ['iss', 'jti', 'sub', 'nbf'],
  });
  const credential = Object.fromEntries(Object.entries(payload).filter(([name]) => !CLAIMS.includes(name)));
  for (const [name, member] of Object.entries(members(credential))) {
    if (payload[name] !== member) throw new Error(`${name} is not the member it repeats`);
  }
  const found = await status(credential);
  if (!found.accepted) return found;
  return digitalBazaar(credential, now); // the proof inside must hold as well
}

function members(credential) {
  const seconds = (text) => (text === undefined ? undefined : Date.parse(text) / 1000);
  return {
    iss: credential.issuer.id,
    jti: credential.id,
    sub: credential.credentialSubject.id,
    nbf: seconds(credential.validFrom),
    exp: seconds(credential.validUntil),
  };
}
