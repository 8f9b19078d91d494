// The JSON form: Digital Bazaar's implementation, and the one of the Learner Credential Wallet.

import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { verifyCredential } from '@digitalcredentials/verifier-core';
import { documentLoader } from './world.mjs';

const suite = () => new DataIntegrityProof({ cryptosuite });

/** Say what Digital Bazaar's library finds: `accepted`, `revoked`, `errors`. */
export async function digitalBazaar(credential, now) {
  const found = await vc.verifyCredential({ credential, suite: suite(), documentLoader, checkStatus, now });
  return verdict(found.verified, found.statusResult, found.error);
}

/** Read the place in the status list of a credential whose signature holds, in either form. */
export async function status(credential) {
  const found = await checkStatus({ credential, suite: suite(), documentLoader });
  return verdict(found.verified, found, found.error);
}

// `verified` is true for a revoked credential as well: the bit itself stands in `results`.
function verdict(verified, found, error) {
  const bits = found?.results?.map((one) => one.status) ?? [];
  const revoked = bits.includes(true);
  const accepted = Boolean(verified) && bits.length > 0 && !revoked;
  return { accepted, revoked, errors: told(error) };
}

function told(error) {
  if (!error) return [];
  return [error.message, ...(error.errors ?? []).map((one) => one.message), error.cause?.message].filter(Boolean);
}

/** Say what verifier-core finds. No registry of issuers is asked; it compares with the real time. */
export async function verifierCore(credential) {
  const found = await verifyCredential({ credential, knownDIDRegistries: [] });
  const log = Object.fromEntries((found.log ?? []).map((step) => [step.id, step]));
  const shape = found.additionalInformation?.[0]?.results?.[0]?.result;
  const steps = ['valid_signature', 'expiration', 'revocation_status'].map((id) => log[id]);
  const errors = (found.errors ?? []).map((one) => `${one.name}: ${one.message}`);
  errors.push(...steps.filter((step) => step?.error).map((step) => step.error.message));
  errors.push(...(shape?.errors ?? []).map((one) => `${one.instancePath} ${one.message}`));
  return {
    accepted: errors.length === 0 && shape?.valid === true && steps.every((step) => step?.valid === true),
    revoked: log.revocation_status?.valid === false && !log.revocation_status.error,
    errors,
  };
}
