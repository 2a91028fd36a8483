"""An OpenID provider on this machine that is strict with its client, and may be told to misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CLIENT, SECRET = "urban grid", "s3cret/with+signs"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """An RSA or EC key with a name, which signs tokens."""

    def __init__(self, kind="RS256"):
        self.kind, self.id = kind, secrets.token_hex(4)
        self.key = rsa.generate_private_key(65537, 2048) if kind == "RS256" else ec.generate_private_key(ec.SECP256R1())

    def public(self):
        numbers = self.key.public_key().public_numbers()
        named = {"kid": self.id, "use": "sig", "alg": self.kind}
        if self.kind == "RS256":
            return {"kty": "RSA", "n": b64(numbers.n.to_bytes(256)), "e": b64(numbers.e.to_bytes(3)), **named}
        return {"kty": "EC", "crv": "P-256", "x": b64(numbers.x.to_bytes(32)), "y": b64(numbers.y.to_bytes(32)), **named}

    def sign(self, claims, **header):
        head = {"alg": self.kind, "kid": self.id, "typ": "JWT", **header}
        text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
        if self.kind == "RS256":
            signature = self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        else:
            r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
            signature = r.to_bytes(32) + s.to_bytes(32)
        return f"{text}.{b64(signature)}"


class OpenIDProvider:
    """`person`: the claims of whoever is signed in there. `token`: changes the claims before they are signed, or gives a
    whole token. `status`: what the token endpoint answers with instead of 200."""

    def __init__(self, kind="RS256", host="127.0.0.1"):
        """host: `localhost` is another site to a browser than 127.0.0.1, where the program is."""
        self.person = {"sub": "7", "email": "ada@example.com", "email_verified": True, "name": "Ada"}
        self.token, self.status, self.is_away = None, 200, False
        self.key = Key(kind)
        self.codes, self.asked = {}, []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.exchange(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://{host}:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def settings(self, **more):
        """The environment of a program whose people it signs in."""
        given = {"ISSUER": self.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Corporate", **more}
        return {"URBANGRID_OIDC": "corp", **{f"URBANGRID_OIDC_CORP_{name}": value for name, value in given.items()}}

    def authorize(self, url):
        """What a browser gets whose person signs in at once: the address it is sent back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        assert url.startswith(self.issuer + "/authorize?"), url
        assert query["client_id"] == CLIENT and query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        assert len(query["state"]) >= 43 and len(query["nonce"]) >= 43
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"], "session_state": "x"})

    def get(self, handler):
        self.asked.append(handler.path)
        if self.is_away:
            return self.answer(handler, 503, {})
        if handler.path.startswith("/realm/authorize?"):
            return self.answer(handler, 303, {}, self.authorize(self.issuer + handler.path.removeprefix("/realm")))
        if handler.path == "/realm/.well-known/openid-configuration":
            return self.answer(handler, 200, {
                "issuer": self.issuer, "authorization_endpoint": self.issuer + "/authorize",
                "token_endpoint": self.issuer + "/token", "jwks_uri": self.issuer + "/keys",
            })
        if handler.path == "/realm/keys":
            return self.answer(handler, 200, {"keys": [self.key.public(), {"kty": "oct", "k": b64(b"shared"), "kid": "h"}]})
        self.answer(handler, 404, {})

    def exchange(self, handler):
        form = {name: values[0] for name, values in parse_qs(
            handler.rfile.read(int(handler.headers["Content-Length"])).decode(), strict_parsing=True).items()}
        self.asked.append(handler.path)
        if self.is_away or self.status != 200:
            return self.answer(handler, 503 if self.is_away else self.status, {"error": "invalid_grant"})
        name, _, secret = base64.b64decode(handler.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        decoded = [parse_qs(f"x={text}")["x"][0] for text in (name, secret)]
        query = self.codes.pop(form["code"], None)
        proof = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if (
            handler.path != "/realm/token" or decoded != [CLIENT, SECRET] or query is None
            or form["grant_type"] != "authorization_code" or form["redirect_uri"] != query["redirect_uri"]
            or proof != query["code_challenge"] or len(form["code_verifier"]) < 43
        ):
            return self.answer(handler, 400, {"error": "invalid_grant"})
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"], **self.person}
        made = self.token(claims) if self.token else claims
        self.answer(handler, 200, {
            "access_token": "of no use", "token_type": "Bearer",
            "id_token": made if isinstance(made, str) else self.key.sign(made)})

    def answer(self, handler, status, body, location=None):
        data = json.dumps(body).encode()
        handler.send_response(status)
        if location:
            handler.send_header("Location", location)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)
