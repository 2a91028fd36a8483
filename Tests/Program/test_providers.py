"""Signing in by another service (OpenID Connect), against a real provider of the tests' own."""

import http.cookies
import json
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from client import ANONYMOUS, request
from engines import on_both_engines
from openid_provider import Key, OpenIDProvider
from program import BINARY, ROOT, Server, environment
from test_accounts import EMAIL, add, post

sys.path.append(str(ROOT / "Tests/Browser"))

from totp import totp_code  # noqa: E402


@pytest.fixture
def provider():
    provider = OpenIDProvider()
    yield provider
    provider.close()


class Browser:
    """Cookies, and no redirect followed by itself."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path):
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = request(self.port, "GET", path, headers={**ANONYMOUS, **({"Cookie": kept} if kept else {})})
        for header in answer.all("set-cookie"):
            for name, morsel in http.cookies.SimpleCookie(header).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def start(self, next="/zones"):
        """The address at the provider."""
        answer = self.get(f"/api/v1/auth/oidc/corp/start?next={next}")
        assert answer.status == 303, answer.body
        return answer.headers["location"]

    def come_back(self, url):
        """Where it is led by the callback."""
        parts = urlsplit(url)
        answer = self.get(f"{parts.path}?{parts.query}")
        assert answer.status == 303, answer.body
        return answer.headers["location"]

    def sign_in(self, provider, **more):
        return self.come_back(provider.authorize(self.start(**more)))

    def me(self):
        return self.get("/api/v1/me")


@on_both_engines
def test_somebody_with_an_account_comes_in_by_their_providers_word(city, provider):
    add(city)
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        assert request(server.port, "GET", "/api/v1/auth/settings", headers=ANONYMOUS).json()["oidc"] == [
            {"id": "corp", "name": "Corporate"}]
        browser = Browser(server.port)
        away = browser.get("/api/v1/auth/oidc/corp/start?next=/zones")
        assert re.search("urbangrid_provider=.*Path=/api/v1/auth/oidc; HttpOnly; SameSite=Lax", away.headers["set-cookie"])
        assert browser.come_back(provider.authorize(away.headers["location"])) == "/zones"
        me = browser.me().json()
        assert me["user"]["email"] == EMAIL and me["tenant"]["role"] == "admin"
        assert set(browser.cookies) == {"urbangrid_access", "urbangrid_refresh"}
        assert "of no use" not in server.log() and browser.cookies["urbangrid_access"] not in server.log()
        # The provider's word is remembered by its number for the person, whatever their address is called by then.
        provider.person = {"sub": "7", "email": "other@example.com", "email_verified": False}
        again = Browser(server.port)
        assert again.sign_in(provider) == "/zones" and again.me().json()["user"]["email"] == EMAIL
        # What the tenant's people see of it.
        log = browser.get("/api/v1/audit?action=session.begin").json()["entries"]
        assert [entry["actor"]["name"] for entry in log] == [EMAIL, EMAIL]
        assert all('"method":"oidc:corp"' in json.dumps(entry, separators=(",", ":")).replace('\\"', '"') for entry in log)
        assert server.stop() == 0


@pytest.mark.parametrize("person, settings", [
    ({"sub": "8", "email": "nobody@example.com", "email_verified": True}, {"LINKS_BY_EMAIL": "1"}),
    ({"sub": "9", "email": EMAIL, "email_verified": False}, {"LINKS_BY_EMAIL": "1"}),
    ({"sub": "9", "email": EMAIL}, {"LINKS_BY_EMAIL": "1"}),
    ({"sub": "7", "email": EMAIL, "email_verified": True}, {}),
    ({"sub": "7", "email": "not an address", "email_verified": True}, {"MAKES_ACCOUNTS": "1"}),
    # Accounts are by invitation here.
    ({"sub": "8", "email": "nobody@example.com", "email_verified": True}, {"MAKES_ACCOUNTS": "1"}),
])
def test_whoever_has_no_account_that_the_provider_may_open_is_not_let_in(city, provider, person, settings):
    add(city)
    provider.person = person
    with Server(city, **provider.settings(**settings)) as server:
        browser = Browser(server.port)
        assert browser.sign_in(provider) == "/sign-in?note=oidcNotAllowed"
        assert browser.me().status == 401 and browser.cookies == {}
        assert server.stop() == 0


def test_an_account_is_made_where_anybody_may_make_one(city, provider):
    provider.person = {"sub": "1", "email": "New@Example.com", "email_verified": "true", "name": "New One"}
    provider.key = Key("ES256")
    with Server(city, URBANGRID_REGISTRATION="open", **provider.settings(MAKES_ACCOUNTS="1")) as server:
        browser = Browser(server.port)
        assert browser.sign_in(provider, next="//evil.example") == "/"
        me = browser.me().json()
        assert me["user"]["email"] == "new@example.com" and me["user"]["name"] == "New One" and me["tenants"] == []
        assert server.stop() == 0


def test_a_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(city, provider):
    add(city)
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        browser = Browser(server.port)
        browser.sign_in(provider)
        cookie = {"Cookie": f"urbangrid_access={browser.cookies['urbangrid_access']}", "Sec-Fetch-Site": "same-origin"}
        secret = post(server.port, "/me/second-factor", {}, cookie).json()["secret"]
        assert post(server.port, "/me/second-factor/confirm", {"code": totp_code(secret)}, cookie).status == 200
        provider.person["amr"] = ["pwd", "mfa"]
        other = Browser(server.port)
        place = other.sign_in(provider)
        assert place.startswith("/sign-in?next=/zones#challenge=") or place.startswith("/sign-in?next=%2Fzones#challenge="), place
        assert other.me().status == 401
        assert server.stop() == 0
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1", TRUSTS_SECOND_FACTOR="1")) as server:
        trusted = Browser(server.port)
        assert trusted.sign_in(provider) == "/zones" and trusted.me().status == 200
        provider.person["amr"] = ["pwd"]
        assert "#challenge=" in Browser(server.port).sign_in(provider)
        assert server.stop() == 0


def test_answers_that_do_not_belong_to_the_browser_or_come_twice_let_nobody_in(city, provider):
    add(city)
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        attacker, victim = Browser(server.port), Browser(server.port)
        back = provider.authorize(attacker.start())
        # A link that somebody else began signs nobody in, and is of no use to them either afterwards.
        assert victim.come_back(back) == "/sign-in?note=oidcExpired" and victim.me().status == 401
        assert attacker.come_back(back) == "/sign-in?note=oidcExpired"
        browser = Browser(server.port)
        back = provider.authorize(browser.start())
        cookies = dict(browser.cookies)
        assert browser.come_back(back) == "/zones"
        browser.cookies = cookies
        assert browser.come_back(back) == "/sign-in?note=oidcExpired"
        for query in ("", "state=x&code=y", "code=y", "error=access_denied&state=x"):
            assert Browser(server.port).come_back(f"/api/v1/auth/oidc/corp/callback?{query}") == "/sign-in?note=oidcExpired"
        begun = Browser(server.port)
        state = provider.codes[provider.authorize(begun.start()).split("code=")[1].split("&")[0]]["state"]
        assert begun.come_back(
            f"/api/v1/auth/oidc/corp/callback?error=access_denied&state={state}") == "/sign-in?note=oidcRefused"
        assert request(server.port, "GET", "/api/v1/auth/oidc/other/start", headers=ANONYMOUS).status == 404
        assert server.stop() == 0


def test_tokens_that_are_forged_or_for_others_let_nobody_in(city, provider):
    add(city)
    stranger = Key()
    stranger.id = provider.key.id

    def hmac_by_public_key(claims):
        import hashlib
        import hmac

        from openid_provider import b64
        head = b64(json.dumps({"alg": "HS256", "kid": provider.key.id}).encode())
        text = f"{head}.{b64(json.dumps(claims).encode())}"
        return f"{text}.{b64(hmac.digest(json.dumps(provider.key.public()).encode(), text.encode(), hashlib.sha256))}"

    def unsigned(claims):
        from openid_provider import b64
        return f"{b64(json.dumps({'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."

    forgeries = [
        stranger.sign, hmac_by_public_key, unsigned,
        lambda claims: {**claims, "iss": "https://elsewhere.example"}, lambda claims: {**claims, "aud": "another"},
        lambda claims: {**claims, "aud": ["urban grid", "another"]}, lambda claims: {**claims, "nonce": "another"},
        lambda claims: {**claims, "exp": claims["iat"] - 120}, lambda claims: {**claims, "iat": claims["iat"] + 600},
        lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
        lambda claims: {**claims, "sub": ""}, lambda claims: "not a token",
        lambda claims: provider.key.sign(claims, kid="unknown"), lambda claims: provider.key.sign(claims, crit=["x"]),
    ]
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        for forgery in forgeries:
            provider.token = forgery
            browser = Browser(server.port)
            assert browser.sign_in(provider) == "/sign-in?note=oidcUnavailable"
            assert browser.me().status == 401
        provider.token = None
        # Keys are looked at again at most once a minute, so one that is new is known a minute later at the latest.
        assert provider.asked.count("/realm/keys") <= 2
        assert Browser(server.port).sign_in(provider) == "/zones"
        assert server.stop() == 0


def test_a_provider_that_is_away_is_said_to_be_and_counted_against_nobody(city, provider):
    add(city)
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        browser = Browser(server.port)
        back = provider.authorize(browser.start())
        provider.status = 400
        assert browser.come_back(back) == "/sign-in?note=oidcUnavailable"
        assert "invalid_grant" in server.log()
        assert server.stop() == 0
    provider.is_away = True
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        assert Browser(server.port).start() == "/sign-in?next=/zones&note=oidcUnavailable"
        provider.is_away, provider.status = False, 200
        assert Browser(server.port).sign_in(provider) == "/zones"
        assert server.stop() == 0


@pytest.mark.parametrize("settings, variable", [
    ({"URBANGRID_OIDC": "Corp"}, "URBANGRID_OIDC"),
    ({"URBANGRID_OIDC": "corp"}, "URBANGRID_OIDC_CORP_ISSUER"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "http://login.example"}, "URBANGRID_OIDC_CORP_ISSUER"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example"}, "URBANGRID_OIDC_CORP_CLIENT_ID"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example",
      "URBANGRID_OIDC_CORP_CLIENT_ID": "x", "URBANGRID_OIDC_CORP_LINKS_BY_EMAIL": "maybe"}, "URBANGRID_OIDC_CORP_LINKS_BY_EMAIL"),
])
def test_settings_that_are_wrong_are_named(tmp_path, settings, variable):
    told = subprocess.run(
        [BINARY, "check"], env=environment(tmp_path, **settings), capture_output=True, text=True, timeout=60)
    assert told.returncode != 0 and variable + " is" in told.stderr, told.stderr


def test_the_secret_is_shown_nowhere(tmp_path, provider):
    told = subprocess.run(
        [BINARY, "check"], env=environment(tmp_path, **provider.settings()), capture_output=True, text=True, timeout=60)
    assert told.returncode == 0 and "URBANGRID_OIDC_CORP_CLIENT_SECRET  (hidden)" in told.stdout, told.stderr
    assert "s3cret" not in told.stdout + told.stderr
