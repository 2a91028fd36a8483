"""Signing in by another service, as a browser does it: away to another site and back."""

import sys

import pytest
from conftest import ROOT, free_port
from playwright.sync_api import expect
from totp import totp_code

sys.path.append(str(ROOT / "Tests/Program"))

from openid_provider import OpenIDProvider  # noqa: E402
from program import Server, run  # noqa: E402


@pytest.fixture(scope="module")
def provider():
    provider = OpenIDProvider(host="localhost")
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def address(provider, tmp_path_factory):
    """A server with one account, which has no password."""
    home = tmp_path_factory.mktemp("provider")
    for arguments in (
        ("migrate",), ("tenant", "create", "town", "--name", "Town", "--time-zone", "Europe/Berlin"),
        ("user", "create", "ada@example.com", "--name", "Ada", "--tenant", "town", "--role", "admin"),
    ):
        made = run(home, *arguments)
        assert made.returncode == 0, made.stderr
    settings = {
        # By which the provider sends browsers back.
        "URBANGRID_PORT": str(free_port()), "URBANGRID_WEB_ROOT": str(ROOT / "web/dist"),
        "URBANGRID_REGISTRATION": "open", **provider.settings(MAKES_ACCOUNTS="1", LINKS_BY_EMAIL="1"),
    }
    with Server(home, **settings) as server:
        yield f"http://127.0.0.1:{server.port}"
        assert server.stop() == 0


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_button_leads_away_and_back_with_a_session(page, address, provider):
    provider.person = {"sub": "1", "email": "eve@example.com", "email_verified": True, "name": "Eve"}
    page.goto(f"{address}/sign-in?next=/account/profile")
    page.get_by_role("link", name="Sign in with Corporate").click()
    page.wait_for_url(f"{address}/account/profile")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Eve")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(f"{address}/api/v1/auth/refresh")}
    assert set(cookies) == {"urbangrid_access", "urbangrid_refresh"}
    assert all(cookie["sameSite"] == "Strict" and cookie["httpOnly"] for cookie in cookies.values())


def test_a_second_factor_is_asked_for_before_they_are_in(page, address, provider):
    provider.person = {"sub": "2", "email": "fay@example.com", "email_verified": True, "name": "Fay"}
    page.goto(f"{address}/sign-in?next=/account/security")
    page.get_by_role("link", name="Sign in with Corporate").click()
    page.wait_for_url(f"{address}/account/security")
    page.get_by_role("button", name="Set it up…").click()
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_test_id("totp-secret").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(totp_code(secret))
    page.keyboard.press("Enter")
    page.get_by_test_id("recovery-codes").locator("li").first.wait_for()
    recovery = page.get_by_test_id("recovery-codes").locator("li").first.inner_text()
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in?next=/account/security")
    page.get_by_role("link", name="Sign in with Corporate").click()
    page.get_by_text("The other service knows you.").wait_for()
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/account/security")


def test_whoever_is_not_let_in_reads_why(page, address, provider):
    provider.person = {"sub": "3", "email": "gus@example.com", "email_verified": False}
    page.goto(f"{address}/sign-in")
    page.get_by_role("link", name="Sign in with Corporate").click()
    page.get_by_role("alert").get_by_text("There is no account here").wait_for()
    provider.status = 500
    page.get_by_role("link", name="Sign in with Corporate").click()
    page.get_by_role("alert").get_by_text("cannot be reached").wait_for()
    provider.status = 200
