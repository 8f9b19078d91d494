"""Ways to alter a credential, by name. Each must be refused by us, and by verifiers of others.

Four tables, by what is altered: members of the signed document (in both forms), the JSON form's
proof and spelling, the token, and the status list. ``TAKEN`` lists what an engine of others does
not look at, with the reason; whatever is not there, every engine must refuse.
"""

import copy
import hmac
import json
import unicodedata
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import RSAKey

from app.credentials import jwt, proofs, status
from app.credentials.did import base58_decode, base58_encode, base64url, read_base64url
from tests.factories.credentials import as_text
from tests.verifier.world import DID, HOME, LIST, PLACE, World, a_list

Json = dict[str, Any]


def _achievement(c: Json) -> Json:
    found: Json = c["credentialSubject"]["achievement"]
    return found


def _alignment(c: Json) -> Json:
    found: Json = _achievement(c)["alignment"][0]
    return found


MEMBERS: dict[str, Callable[[Json], object]] = {
    "the credential's id": lambda c: c.update(
        id=c["id"][:-1] + ("0" if c["id"][-1] != "0" else "1")
    ),
    "another issuer's name": lambda c: c["issuer"].update(name="犀川県"),
    "another issuer": lambda c: c["issuer"].update(id="did:web:evil.example"),
    "another subject": lambda c: c["credentialSubject"].update(id="urn:uuid:1"),
    "a name for the subject": lambda c: c["credentialSubject"].update(name="森 さくら"),
    "an earlier beginning": lambda c: c.update(validFrom="2020-01-01T00:00:00Z"),
    "a later end": lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
    "no end": lambda c: c.pop("validUntil"),
    "another day of award": lambda c: c.update(awardedDate="2020-01-01T00:00:00Z"),
    "another achievement's name": lambda c: _achievement(c).update(name="生成AI（上級）"),
    "another achievement's id": lambda c: _achievement(c).update(id=f"{HOME}/ob/achievements/2"),
    "other criteria": lambda c: _achievement(c)["criteria"].update(narrative="ぜんぶ"),
    "another description": lambda c: _achievement(c).update(description="上級"),
    "another kind of achievement": lambda c: _achievement(c).update(achievementType="Diploma"),
    "another version": lambda c: _achievement(c).update(version="4"),
    "a higher level": lambda c: _alignment(c).update(
        targetUrl=_alignment(c)["targetUrl"].replace("level=2", "level=3")
    ),
    "another skill": lambda c: _alignment(c).update(targetCode="dss-l@1.2/T6"),
    "a skill added": lambda c: _achievement(c)["alignment"].append(
        {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    ),
    "a skill taken": lambda c: _achievement(c).pop("alignment"),
    "the evidence taken": lambda c: c.pop("evidence"),
    "the same letters spelled otherwise": lambda c: c["evidence"][0].update(
        narrative=unicodedata.normalize("NFD", c["evidence"][0]["narrative"])
    ),
    "a letter that looks the same": lambda c: c["issuer"].update(
        url=f"{HOME}\N{CYRILLIC SMALL LETTER A}/"
    ),
    "a letter without width": lambda c: c["issuer"].update(name="犀\N{ZERO WIDTH SPACE}川市"),
    "the status taken": lambda c: c.pop("credentialStatus"),
    "another place in the list": lambda c: c["credentialStatus"].update(statusListIndex="76"),
    "another purpose of the status": lambda c: c["credentialStatus"].update(
        statusPurpose="suspension"
    ),
    "another list": lambda c: c["credentialStatus"].update(statusListCredential=f"{LIST}0"),
    "an older context": lambda c: c["@context"].__setitem__(
        1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
    ),
    "a context that gives words another meaning": lambda c: c["@context"].append(
        {"narrative": "https://evil.example/narrative"}
    ),
    "a context from elsewhere": lambda c: c["@context"].append(
        "https://evil.example/context.json"
    ),
    "a term that nothing signs": lambda c: c.update(grade="A"),
    "a term that nothing signs, deep inside": lambda c: _achievement(c)["criteria"].update(
        score="98"
    ),
    "a type added": lambda c: c["type"].append("EndorsementCredential"),
    "a type that nothing defines": lambda c: c["type"].append("Diplom"),
}


def altered(document: Json, change: Callable[[Json], object]) -> Json:
    """Return a changed copy."""
    copied = copy.deepcopy(document)
    change(copied)
    return copied


def in_token(world: World, payload: Json) -> str:
    """Return the issuer's token with another payload under the old signature."""
    head, _, signature = world.token.split(".")
    return f"{head}.{base64url(as_text(payload).encode())}.{signature}"


def _proof(world: World, **more: Any) -> str:  # noqa: ANN401  as the proof's members
    return as_text(altered(world.signed, lambda c: c["proof"][0].update(more)))


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _value(world: World) -> bytes:
    return base58_decode(world.signed["proof"][0]["proofValue"][1:]) or b""


def _bare(world: World) -> Json:
    return {name: value for name, value in world.signed.items() if name != "proof"}


def _signed_by_a_stranger(world: World, **more: str) -> Json:
    created = world.signed["proof"][0]["created"]
    signed = proofs.sign(_bare(world), world.strangers.di, created=created)
    signed["proof"][0].update(more)
    return signed


def _of_a_strangers_own(world: World) -> str:
    kid = "did:web:evil.example#" + world.strangers.di.public.fragment
    document = altered(_bare(world), lambda c: c["issuer"].update(id="did:web:evil.example"))
    created = world.signed["proof"][0]["created"]
    signed = proofs.sign(document, world.strangers.di, created=created)
    signed["proof"][0]["verificationMethod"] = kid
    return as_text(signed)


def _did_key(multikey: str) -> str:
    return f"did:key:{multikey}#{multikey}"


JSON: dict[str, Callable[[World], str]] = {
    "no proof": lambda w: as_text(_bare(w)),
    "the proof of another credential": lambda w: as_text({**w.signed, "proof": w.other["proof"]}),
    "another time in the proof": lambda w: _proof(w, created="2026-11-22T01:00:01Z"),
    "another purpose of the proof": lambda w: _proof(w, proofPurpose="authentication"),
    "another suite": lambda w: _proof(w, cryptosuite="eddsa-jcs-2022"),
    "another type of proof": lambda w: _proof(w, type="Ed25519Signature2020"),
    "a member added to the proof": lambda w: _proof(w, domain="x.example"),
    "a flipped bit in the proof": lambda w: _proof(
        w, proofValue="z" + base58_encode(_flipped(_value(w), 5))
    ),
    "a flipped last bit in the proof": lambda w: _proof(
        w, proofValue="z" + base58_encode(_flipped(_value(w), 63))
    ),
    "the proof's value in another base": lambda w: _proof(
        w, proofValue="u" + base64url(_value(w))
    ),
    "an empty value in the proof": lambda w: _proof(w, proofValue="z"),
    "a value with bytes added": lambda w: _proof(
        w, proofValue="z" + base58_encode(_value(w) + b"\1")
    ),
    "a foreign key in the fragment of our name": lambda w: as_text(_signed_by_a_stranger(w)),
    "a foreign signature under our key's name": lambda w: as_text(
        _signed_by_a_stranger(w, verificationMethod=w.ours.di.kid)
    ),
    "a foreign key by did:key": lambda w: as_text(
        _signed_by_a_stranger(
            w,
            verificationMethod=_did_key(w.strangers.di.public.fragment),
        )
    ),
    "an issuer that nobody knows": _of_a_strangers_own,
    "our key for the other form": lambda w: _proof(w, verificationMethod=w.ours.jwt.kid),
    "two proofs, one of them foreign": lambda w: as_text(
        {**w.signed, "proof": [*w.signed["proof"], *_signed_by_a_stranger(w)["proof"]]}
    ),
    "a member that stands twice, ours last": lambda w: '{"name": "上級", ' + as_text(w.signed)[1:],
    "a member that stands twice, theirs last": lambda w: (
        as_text(w.signed)[:-1] + ', "name": "上級"}'
    ),
    "cut off": lambda w: as_text(w.signed)[:-40],
}


def _hs256(world: World, secret: bytes) -> str:
    text = world.token_of({"alg": "HS256"}).rpartition(".")[0]
    return f"{text}.{base64url(hmac.new(secret, text.encode(), 'sha256').digest())}"


def _pem(world: World) -> bytes:
    key = RSAKey.import_key(dict(world.ours.jwt.public.jwk)).public_key
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _with_signature(world: World, change: Callable[[bytes], bytes]) -> str:
    text, _, signature = world.token.rpartition(".")
    return f"{text}.{base64url(change(read_base64url(signature) or b''))}"


def _spare_bits(world: World) -> str:
    """The last letter of a signature of 256 bytes has four bits that say nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return world.token[:-1] + letters[letters.index(world.token[-1]) ^ 1]


def _claims(world: World, **more: object) -> str:
    return world.token_of({}, {**world.payload, **more})


def _flattened(world: World) -> str:
    head, payload, signature = world.token.split(".")
    return json.dumps({"protected": head, "payload": payload, "signature": signature})


TOKEN: dict[str, Callable[[World], str]] = {
    "alg none, without a signature": lambda w: (
        w.token_of({"alg": "none"}).rpartition(".")[0] + "."
    ),
    "alg none, with one": lambda w: w.token_of({"alg": "none"}),
    "HS256 with our public key as PEM": lambda w: _hs256(w, _pem(w)),
    "HS256 with our public key as JWK": lambda w: _hs256(
        w, as_text(w.ours.jwt.public.jwk).encode()
    ),
    "another hash": lambda w: w.token_of({"alg": "RS512"}),
    "another padding": lambda w: w.token_of({"alg": "PS256"}),
    "an attacker's key in the header": lambda w: w.token_of(
        {"jwk": w.strangers.jwt.public.jwk, "kid": None}, by=w.strangers
    ),
    "an attacker's key beside our name": lambda w: w.token_of(
        {"jwk": w.strangers.jwt.public.jwk}, by=w.strangers
    ),
    "an attacker's address of keys": lambda w: w.token_of(
        {"jku": "https://evil.example/jwks.json"}, by=w.strangers
    ),
    "an attacker's certificate": lambda w: w.token_of({"x5c": ["MIIB"]}, by=w.strangers),
    "a foreign signature": lambda w: w.token_of({}, by=w.strangers),
    "a name that is not listed": lambda w: w.token_of({"kid": f"{DID}#rs-2"}),
    "the name of our other key": lambda w: w.token_of({"kid": w.ours.di.kid}),
    "no name of a key": lambda w: w.token_of({"kid": None}),
    "another type": lambda w: w.token_of({"typ": "at+jwt"}),
    "an extension that must be understood": lambda w: w.token_of({"crit": ["b64"], "b64": False}),
    "a flipped bit in the signature": lambda w: _with_signature(w, lambda s: _flipped(s, 7)),
    "a signature cut short": lambda w: _with_signature(w, lambda s: s[:-1]),
    "the signature of another credential": lambda w: (
        w.token.rpartition(".")[0] + "." + jwt.sign(w.other, w.ours.jwt).rpartition(".")[2]
    ),
    "the payload of another credential": lambda w: in_token(
        w, {**w.other, **jwt.claims_of(w.other)}
    ),
    "spare bits of the last letter": _spare_bits,
    "padding": lambda w: w.token + "==",
    "the other alphabet": lambda w: w.token.replace("-", "+").replace("_", "/"),
    "a space inside": lambda w: w.token[:400] + " " + w.token[400:],
    "a fourth part": lambda w: w.token + ".e30",
    "the flattened form": _flattened,
    "another iss": lambda w: _claims(w, iss="did:web:evil.example"),
    "another sub": lambda w: _claims(w, sub="urn:uuid:2"),
    "another jti": lambda w: _claims(w, jti="urn:uuid:2"),
    "another nbf": lambda w: _claims(w, nbf=1),
    "a later exp": lambda w: _claims(w, exp=4_102_444_800),
    "no exp": lambda w: _claims(w, exp=None),
    "no claims": lambda w: w.token_of({}, w.signed),
}


def _unsigned_list(world: World) -> str:
    document = a_list(world.ours, world.now)
    del document["proof"]
    return as_text(document)


def _list_with(world: World, **more: str) -> str:
    """Return our list with a changed subject under the old proof."""
    document = a_list(world.ours, world.now)
    document["credentialSubject"].update(more)
    return as_text(document)


def _signed_list_with(world: World, **more: str) -> str:
    """Return a list with a changed subject that we ourselves signed."""
    document = a_list(world.ours, world.now)
    (proof,) = document.pop("proof")
    document["credentialSubject"].update(more)
    return as_text(proofs.sign(document, world.ours.di, created=proof["created"]))


def _strangers_list(world: World) -> str:
    """Return a list of another issuer, under that issuer's own name."""
    return as_text(a_list(world.strangers, world.now, issuer="did:web:evil.example"))


LISTS: dict[str, Callable[[World], str | None]] = {
    "the list of another issuer": _strangers_list,
    "a list that a stranger signed": lambda w: as_text(a_list(w.strangers, w.now)),
    "a list without a proof": _unsigned_list,
    "a list with its bits flipped": lambda w: _list_with(
        w, encodedList=status.encode(status.bits_of([]))
    ),
    "a list for another purpose": lambda w: _signed_list_with(w, statusPurpose="suspension"),
    "a list that is no list": lambda w: _signed_list_with(w, encodedList="uAAAA"),
    "a list in which it is revoked": lambda w: as_text(a_list(w.ours, w.now, indexes=[PLACE])),
    "no list": lambda _: None,
}

SAME = "the letters decode to the signed bytes, and jose does not compare the spelling"
OTHER_BASE = "multibase has two spellings of the same signature, and Multikey knows both"
ONE_HOLDS = "of a set of proofs one that holds is enough for it (VC Data Integrity §4.6)"
LAST_COUNTS = "JavaScript reads the last of two members of one name, which is the signed one"
WALLETS = ("digitalbazaar", "verifier-core")

TAKEN: dict[tuple[str, str], str] = {
    ("spare bits of the last letter", "jose"): SAME,
    ("padding", "jose"): SAME,
    **{("the proof's value in another base", engine): OTHER_BASE for engine in WALLETS},
    **{("two proofs, one of them foreign", engine): ONE_HOLDS for engine in WALLETS},
    **{("a member that stands twice, ours last", engine): LAST_COUNTS for engine in WALLETS},
}
"""(Name of the alteration, engine) → why that engine takes it. We refuse all of them."""
