"""Signing in by another service (OpenID Connect), against a real provider of the tests' own."""

import concurrent.futures
import http.cookies
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from client import ANONYMOUS, request
from engines import on_both_engines
from openid_provider import Key, OpenIDProvider
from program import BINARY, ROOT, Server, environment
from test_accounts import EMAIL, OTHER_PASSWORD, PASSWORD, add, post

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
        self.keep(answer)
        return answer

    def keep(self, answer):
        for header in answer.all("set-cookie"):
            for name, morsel in http.cookies.SimpleCookie(header).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

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

    def post(self, path, body):
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = post(self.port, path, body, {"Cookie": kept, "Sec-Fetch-Site": "same-origin"})
        self.keep(answer)
        return answer

    def by_password(self, email=EMAIL, password=PASSWORD):
        assert self.post("/auth/login", {"email": email, "password": password}).status == 200
        return self

    def begin_linking(self, **confirmation):
        return self.post("/me/identities", {"provider": "corp", **(confirmation or {"password": PASSWORD})})

    def link(self, provider, **confirmation):
        """Where it is led to in the end."""
        return self.come_back(provider.authorize(self.begin_linking(**confirmation).json()["url"]))

    def linked(self):
        return self.get("/api/v1/me/identities").json()["identities"]


def slowly(browser):
    time.sleep(0.5)
    return browser.start()


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
        assert browser.sign_in(provider) == "/sign-in?next=/zones&note=oidcNotAllowed"
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
        secret = post(server.port, "/me/second-factor", {"password": PASSWORD}, cookie).json()["secret"]
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
            f"/api/v1/auth/oidc/corp/callback?error=access_denied&state={state}") == "/sign-in?next=/zones&note=oidcRefused"
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
            assert browser.sign_in(provider) == "/sign-in?next=/zones&note=oidcUnavailable"
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
        assert browser.come_back(back) == "/sign-in?next=/zones&note=oidcUnavailable"
        assert "invalid_grant" in server.log()
        assert server.stop() == 0
    provider.is_away = True
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        assert Browser(server.port).start() == "/sign-in?next=/zones&note=oidcUnavailable"
        provider.is_away, provider.status = False, 200
        # That it was away is remembered for some seconds.
        begun = next(address for address in iter(lambda: slowly(Browser(server.port)), None) if address.startswith("http"))
        assert provider.authorize(begun).startswith("http")
        asked = provider.asked.count("/realm/.well-known/openid-configuration")
        # Of the first server, in vain, and once more.
        assert asked == 3, provider.asked
        assert server.stop() == 0


@on_both_engines
def test_somebody_links_an_account_signs_in_with_it_and_unlinks_it(city, provider):
    add(city)
    add(city, "bob@example.com", "viewer", OTHER_PASSWORD)
    provider.person = {"sub": "70", "email": "ada@corp.example", "email_verified": True}
    with Server(city, **provider.settings()) as server:
        ada, elsewhere = Browser(server.port).by_password(), Browser(server.port).by_password()
        assert ada.linked() == []
        # An open screen is not enough, and it is not by who the service says that somebody is linked.
        ada.begin_linking(password="not the password at all").assert_problem(422)
        ada.post("/me/identities", {"provider": "corp"}).assert_problem(422)
        ada.post("/me/identities", {"provider": "other", "password": PASSWORD}).assert_problem(404)
        assert Browser(server.port).sign_in(provider) == "/sign-in?next=/zones&note=oidcNotAllowed"
        assert ada.link(provider) == "/account/security?note=oidcLinked"
        (linked,) = ada.linked()
        assert (linked["provider"], linked["name"], linked["email"]) == ("corp", "Corporate", "ada@corp.example")
        assert ada.me().status == 200 and elsewhere.me().status == 401
        assert ada.link(provider) == "/account/security?note=oidcLinkedAlready" and len(ada.linked()) == 1
        by_service = Browser(server.port)
        assert by_service.sign_in(provider) == "/zones" and by_service.me().json()["user"]["email"] == EMAIL

        # It is nobody else's to link or to unlink, and whose it is they do not learn.
        bob = Browser(server.port).by_password("bob@example.com", OTHER_PASSWORD)
        assert bob.link(provider, password=OTHER_PASSWORD) == "/account/security?note=oidcTaken"
        assert bob.linked() == []
        bob.post(f"/me/identities/{linked['id']}/unlink", {"password": OTHER_PASSWORD}).assert_problem(404)
        ada.post(f"/me/identities/{linked['id']}/unlink", {"password": OTHER_PASSWORD}).assert_problem(422)
        assert len(ada.linked()) == 1

        assert ada.post(f"/me/identities/{linked['id']}/unlink", {"password": PASSWORD}).status == 204
        assert ada.linked() == [] and ada.me().status == 200 and by_service.me().status == 401
        assert Browser(server.port).sign_in(provider) == "/sign-in?next=/zones&note=oidcNotAllowed"
        log = ada.get("/api/v1/audit?limit=100").json()["entries"]
        told = [(entry["action"], entry["outcome"], entry["actor"]["name"]) for entry in log if "Identity" in entry["action"]]
        assert told == [
            ("user.unlinkIdentity", "done", EMAIL), ("user.linkIdentity", "refused", "bob@example.com"),
            ("user.linkIdentity", "done", EMAIL)]
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            mails = [file.read_text() for file in (Path(city) / "outbox").glob("*.txt")]
            if any("lets you in no more" in mail for mail in mails):
                break
            time.sleep(0.2)
        assert sum("Corporate lets you in from now on" in mail and EMAIL in mail for mail in mails) == 1
        assert sum("Corporate lets you in no more" in mail and EMAIL in mail for mail in mails) == 1
        assert server.stop() == 0


def test_nobody_is_linked_by_what_somebody_else_began_or_after_their_session(city, provider):
    add(city)
    add(city, "bob@example.com", "viewer", OTHER_PASSWORD)
    with Server(city, **provider.settings()) as server:
        ada = Browser(server.port).by_password()
        bob = Browser(server.port).by_password("bob@example.com", OTHER_PASSWORD)
        # Ada's address of the service is followed by Bob, who is signed in, and by nobody: it links neither account.
        back = provider.authorize(ada.begin_linking().json()["url"])
        assert bob.come_back(back) == "/sign-in?note=oidcExpired"
        assert ada.come_back(back) == "/sign-in?note=oidcExpired"
        assert ada.linked() == [] and bob.linked() == []
        # Nor does Bob's code come into Ada's way: its proof is Bob's.
        hers = provider.authorize(ada.begin_linking().json()["url"])
        provider.person = {"sub": "bob", "email": "bob@corp.example", "email_verified": True}
        his = provider.authorize(bob.begin_linking(password=OTHER_PASSWORD).json()["url"])
        code = his.split("code=")[1].split("&")[0]
        assert ada.come_back(re.sub("code=[^&]*", f"code={code}", hers)) == "/account/security?note=oidcUnavailable"
        # Whoever has signed out, or changed the password meanwhile, wants nothing any more.
        back = provider.authorize(ada.begin_linking().json()["url"])
        assert ada.post("/auth/logout", None).status == 204
        assert ada.come_back(back) == "/account/security?note=oidcExpired"
        ada.by_password()
        back = provider.authorize(ada.begin_linking().json()["url"])
        assert ada.post("/me/password", {"currentPassword": PASSWORD, "newPassword": "six amber kites return"}).status == 204
        assert "oidcExpired" in ada.come_back(back)
        assert ada.linked() == []
        assert server.stop() == 0


def test_the_only_way_in_stays_and_only_addresses_of_the_domains_come_in(city, provider):
    provider.person = {"sub": "1", "email": "new@example.com", "email_verified": True, "name": "New"}
    settings = {"URBANGRID_REGISTRATION": "open", **provider.settings(MAKES_ACCOUNTS="1", EMAIL_DOMAINS="corp.example, Example.com")}
    with Server(city, **settings) as server:
        new = Browser(server.port)
        assert new.sign_in(provider) == "/zones"
        (only,) = new.linked()
        # They have no password: that they came in a moment ago is what they show.
        refused = new.post(f"/me/identities/{only['id']}/unlink", {})
        refused.assert_problem(409)
        assert "only way" in refused.json()["detail"] and len(new.linked()) == 1
        for person in (
            {"sub": "2", "email": "eve@elsewhere.example", "email_verified": True},
            {"sub": "2", "email": "eve@sub.corp.example", "email_verified": True},
            {"sub": "2", "email": "eve@corp.example", "email_verified": False}, {"sub": "2"},
            # Who came by an address of the domains once does not by another.
            {"sub": "1", "email": "new@elsewhere.example", "email_verified": True},
        ):
            provider.person = person
            assert Browser(server.port).sign_in(provider) == "/sign-in?next=/zones&note=oidcOtherDomain", person
        provider.person = {"sub": "3", "email": "new3@corp.example", "email_verified": True}
        assert new.come_back(provider.authorize(new.begin_linking(code="").json()["url"])) == "/account/security?note=oidcLinked"
        assert new.post(f"/me/identities/{only['id']}/unlink", {}).status == 204
        assert [identity["email"] for identity in new.linked()] == ["new3@corp.example"]
        assert server.stop() == 0


def test_a_new_key_of_the_provider_is_taken_after_one_more_look_and_forged_ones_cause_no_others(city, provider):
    add(city)
    with Server(city, **provider.settings(LINKS_BY_EMAIL="1")) as server:
        assert Browser(server.port).sign_in(provider) == "/zones" and provider.asked.count("/realm/keys") == 1
        provider.key = Key()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            led = list(pool.map(lambda _: Browser(server.port).sign_in(provider), range(4)))
        assert led == ["/zones"] * 4 and provider.asked.count("/realm/keys") == 2
        for _ in range(3):
            provider.token = lambda claims: Key("ES256").sign(claims)
            assert Browser(server.port).sign_in(provider).endswith("note=oidcUnavailable")
            provider.token = lambda claims: provider.key.sign(claims, kid="forged")
            assert Browser(server.port).sign_in(provider).endswith("note=oidcUnavailable")
        assert provider.asked.count("/realm/keys") == 2
        provider.token = None
        assert Browser(server.port).sign_in(provider) == "/zones"
        assert server.stop() == 0


@pytest.mark.parametrize("settings, variable", [
    ({"URBANGRID_OIDC": "Corp"}, "URBANGRID_OIDC"),
    ({"URBANGRID_OIDC": "corp"}, "URBANGRID_OIDC_CORP_ISSUER"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "http://login.example"}, "URBANGRID_OIDC_CORP_ISSUER"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example"}, "URBANGRID_OIDC_CORP_CLIENT_ID"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example",
      "URBANGRID_OIDC_CORP_CLIENT_ID": "x", "URBANGRID_OIDC_CORP_LINKS_BY_EMAIL": "maybe"}, "URBANGRID_OIDC_CORP_LINKS_BY_EMAIL"),
    ({"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example",
      "URBANGRID_OIDC_CORP_CLIENT_ID": "x", "URBANGRID_OIDC_CORP_EMAIL_DOMAINS": "@corp"}, "URBANGRID_OIDC_CORP_EMAIL_DOMAINS"),
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
