"""Access tokens that were not given out: signed wrongly, or signed well and of no session."""

import base64
import hashlib
import hmac
import json
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from database import execute, settings_of
from program import SECRET_KEY


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token):
    """A token's header and claims."""
    return tuple(json.loads(decode(part)) for part in token.split(".")[:2])


def signing_key(home, name):
    """The key that the server signs with: unsealed as only who has the installation's secret can."""
    hexadecimal = "encode(sealed_private_key, 'hex')" if settings_of(home) else "hex(sealed_private_key)"
    sealed = bytes.fromhex(str(execute(home, f"SELECT {hexadecimal} FROM signing_keys WHERE key_id = ?", name)[0][0]))
    opened = AESGCM(decode(SECRET_KEY)).decrypt(sealed[:12], sealed[12:], f"signing key {name}".encode())
    return Ed25519PrivateKey.from_private_bytes(opened)


class Forger:
    """Makes tokens like a good one, each wrong in one way."""

    def __init__(self, home, good):
        self.header, self.claims = parts(good)
        self.key = signing_key(home, self.header["kid"])

    def signed(self, header=None, claims=None, sign=None):
        """A token with changed members; a member that is None is left out. sign: text to signature."""
        head = {name: value for name, value in {**self.header, **(header or {})}.items() if value is not None}
        body = {name: value for name, value in {**self.claims, **(claims or {})}.items() if value is not None}
        text = ".".join(encode(json.dumps(part).encode()) for part in (head, body))
        return f"{text}.{encode((sign or self.key.sign)(text.encode()))}"

    def hmac(self, secret):
        return self.signed({"alg": "HS256"}, sign=lambda text: hmac.digest(secret, text, hashlib.sha256))

    def wrong(self):
        """Tokens by what is wrong with each; the good one is among them unchanged in all else."""
        public, now = self.key.public_key(), int(time.time())
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        good = self.signed()
        stranger = Ed25519PrivateKey.generate()
        return {
            "alg none": self.signed({"alg": "none"}, sign=lambda _: b""),
            "alg None with the good signature": self.signed({"alg": "None"}),
            "HS256 with the public key": self.hmac(raw),
            "HS256 with the public key as PEM": self.hmac(pem),
            "HS256 with nothing": self.hmac(b""),
            "EdDSA by a stranger": self.signed(sign=stranger.sign),
            "a stranger's key in the header": self.signed(
                {"jwk": {"kty": "OKP", "crv": "Ed25519",
                         "x": encode(stranger.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))}},
                sign=stranger.sign),
            "a key's address in the header": self.signed({"jku": "http://127.0.0.1:9/keys"}, sign=stranger.sign),
            "unknown kid": self.signed({"kid": "nobody"}),
            "no kid": self.signed({"kid": None}),
            "kid as a path": self.signed({"kid": "../../../../dev/null"}, sign=stranger.sign),
            "kid as SQL": self.signed({"kid": "x' UNION SELECT 'AAAA'; DROP TABLE signing_keys; --"}, sign=stranger.sign),
            "kid as an address": self.signed({"kid": "http://127.0.0.1:9/key"}, sign=stranger.sign),
            "kid as a number": self.signed({"kid": 1}),
            "must be understood": self.signed({"crit": ["exp"]}),
            "another type": self.signed({"typ": "refresh+jwt"}),
            "expired": self.signed(claims={"iat": now - 1000, "exp": now - 100}),
            "from the future": self.signed(claims={"iat": now + 600, "exp": now + 1200}),
            "good for a year": self.signed(claims={"iat": now, "exp": now + 31_536_000}),
            "without an end": self.signed(claims={"exp": None}),
            "another issuer": self.signed(claims={"iss": "https://elsewhere.example"}),
            "another audience": self.signed(claims={"aud": "https://elsewhere.example"}),
            "of no session": self.signed(claims={"sid": "AAAAAAAAAAAAAAAAAAAAAA"}),
            "another's session": self.signed(claims={"sub": "1"}),
            "changed claims": good.split(".")[0] + "." + encode(json.dumps({**self.claims, "sub": "1"}).encode())
            + "." + good.split(".")[2],
            "no signature": good.rsplit(".", 1)[0] + ".",
            "two parts": good.rsplit(".", 1)[0],
            "a fourth part": good + ".AAAA",
        }
