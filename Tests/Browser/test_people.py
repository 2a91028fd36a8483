"""The demo's people on the real server: in by password and second factor, out, and what each may do."""

import json
import re
import time
import urllib.error

import pytest
from people import ADMIN, OPERATOR, OWNER, VIEWER
from playwright.sync_api import expect
from test_every_page import violations
from totp import totp_code


def enter(page, people, role, password=None):
    page.get_by_label("E-mail address").fill(people.login(role)["email"])
    page.get_by_label("Password", exact=True).fill(password or people.login(role)["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()


def account(page):
    page.get_by_role("button", name=re.compile("^Account of")).click()
    return page.locator("#user-menu")


def test_somebody_signs_in_goes_on_where_they_wanted_to_and_signs_out(open_page, people):
    page = open_page("/series", person=None)
    page.wait_for_url("**/sign-in?next=%2Fseries")
    enter(page, people, VIEWER)
    page.wait_for_url("**/series")
    expect(page.get_by_role("heading", level=1)).to_have_text("Series")
    expect(page.get_by_test_id("connection")).to_contain_text("Live")
    cookies = page.context.cookies()
    assert len(cookies) == 2 and all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)
    assert page.evaluate("document.cookie") == ""
    expect(account(page)).to_contain_text("Viewer in")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert page.context.cookies() == []
    page.goto(page.url.replace("sign-in", "jobs"))
    page.wait_for_url("**/sign-in?next=%2Fjobs")


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(open_page, people):
    page = open_page("/sign-in", person=None)
    enter(page, people, ADMIN, "not the password at all")
    refusal = page.get_by_role("alert").locator("p").nth(1)
    expect(refusal).to_be_visible()
    words = refusal.inner_text()
    page.reload()
    page.get_by_label("E-mail address").fill("nobody@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(refusal).to_have_text(words)


@pytest.mark.parametrize(("role", "sections"), [(VIEWER, []), (OPERATOR, ["Settings"]), (ADMIN, ["Settings"]), (OWNER, ["Platform"])])
def test_the_menu_offers_what_the_role_opens(open_page, role, sections):
    page = open_page("/account/profile", person=role)
    menu = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(menu).not_to_have_count(0)
    labels = menu.all_inner_texts()
    assert [label for label in labels if label in ("Settings", "Platform")] == sections
    assert ("Overview" in labels) == (role != OWNER)


@pytest.mark.parametrize("path", ["/settings/tenant", "/settings/users", "/settings/invitations", "/settings/roles", "/settings/api-keys", "/settings/audit", "/account/security", "/account/sessions"])
def test_the_admins_pages_are_accessible_with_what_the_server_says(open_page, path):
    page = open_page(path, motion="reduce")
    grave = {scheme: violations(page, scheme) for scheme in ("light", "dark")}
    assert grave == {"light": [], "dark": []}
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("path", ["/platform/tenants", "/platform/outbox", "/platform/audit"])
def test_the_owners_pages_are_accessible_with_what_the_server_says(open_page, path):
    page = open_page(path, person=OWNER, motion="reduce")
    assert violations(page, "light") == []
    expect(page.get_by_role("alert")).to_have_count(0)


def test_no_page_asks_a_viewer_anything_that_is_refused(open_page):
    # open_page holds every answer to a status below 400 but for 404.
    for path in ("/", "/zones", "/network", "/series", "/anomalies", "/models", "/jobs", "/about", "/data/quality", "/data/findings", "/data/rules", "/data/export", "/data/balance", "/data/connectors", "/data/retention", "/account/profile"):
        page = open_page(path, person=VIEWER)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.context.close()


def test_a_second_factor_is_set_up_asked_for_and_turned_off(open_page, people):
    page = open_page("/sign-in?next=/account/security", person=None, expects=(404, 422))
    enter(page, people, OPERATOR)
    page.wait_for_url("**/account/security")
    page.get_by_role("button", name="Set it up…").click()
    page.get_by_label("Your password", exact=True).fill(people.login(OPERATOR)["password"])
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_test_id("totp-secret").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(totp_code(secret))
    page.keyboard.press("Enter")
    listed = page.get_by_test_id("recovery-codes").locator("li")
    expect(listed).not_to_have_count(0)
    codes = listed.all_inner_texts()
    page.get_by_label("I have kept them").check()
    page.get_by_role("button", name="Done").click()
    account(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    enter(page, people, OPERATOR)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(page.url.split("/sign-in")[0].rstrip("/") + "/account/security")
    page.get_by_role("button", name="Turn off…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password", exact=True).fill("not the password at all")
    dialog.get_by_role("button", name="Turn it off").click()
    expect(dialog.get_by_label("Your password", exact=True)).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Your password", exact=True).fill(people.login(OPERATOR)["password"])
    dialog.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("region", name="Second factor")).to_contain_text("Off")


def test_a_session_is_ended_from_another_and_its_page_keeps_what_it_shows(open_page, people):
    first = open_page("/sign-in?next=/data/retention", person=None)
    enter(first, people, ADMIN)
    first.wait_for_url("**/data/retention")
    first.get_by_label("Readings, months").fill("37")
    second = open_page("/sign-in?next=/account/sessions", person=None, expects=(404, 422))
    enter(second, people, ADMIN)
    second.get_by_role("button", name="Sign out everywhere else…").click()
    confirm = second.get_by_role("dialog", name="Sign out everywhere else")
    confirm.get_by_label("Your password", exact=True).fill("not the password at all")
    confirm.get_by_role("button", name="Sign out", exact=True).click()
    # A password is checked slowly, on purpose.
    expect(confirm.get_by_label("Your password", exact=True)).to_have_attribute("aria-invalid", "true", timeout=30_000)
    confirm.get_by_label("Your password", exact=True).fill(people.login(ADMIN)["password"])
    confirm.get_by_role("button", name="Sign out", exact=True).click()
    people.forget(ADMIN)
    expect(second.get_by_test_id("sessions").locator("tbody tr")).to_have_count(1, timeout=30_000)
    first.get_by_role("button", name="What a run would delete").click()
    dialog = first.get_by_role("dialog", name="Your session has ended")
    dialog.get_by_label("Password", exact=True).fill(people.login(ADMIN)["password"])
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(first.get_by_role("dialog")).to_have_count(0)
    expect(first.get_by_label("Readings, months")).to_have_value("37")
    expect(first.get_by_test_id("retention")).to_be_visible()


def test_a_key_that_is_made_opens_the_api_until_it_is_revoked(open_page, people):
    page = open_page("/settings/api-keys")
    page.get_by_role("button", name="New key…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Browser test")
    dialog.get_by_label("See the city").check()
    dialog.get_by_role("button", name="Make the key").click()
    token = page.get_by_test_id("api-key-secret").inner_text()
    page.get_by_label("I have kept it").check()
    page.get_by_role("button", name="Done").click()
    shown = {"Authorization": f"Bearer {token}"}
    assert people.request("GET", "/zones", role=None, headers=shown)["zones"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        people.request("GET", "/users", role=None, headers=shown)
    assert refused.value.code == 403
    page.get_by_role("link", name="Browser test").first.click()
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.locator("main")).to_contain_text("Revoked")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _is_good(people, shown):
        time.sleep(0.5)
    assert not _is_good(people, shown)


def _is_good(people, headers):
    try:
        people.request("GET", "/zones", role=None, headers=headers)
    except urllib.error.HTTPError as refusal:
        assert refusal.code == 401
        return False
    return True


def test_a_role_of_ones_own_is_made_and_deleted_and_the_log_tells_it(open_page, people):
    page = open_page("/settings/roles")
    page.get_by_role("button", name="New role…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Night shift")
    dialog.get_by_label("Cancel background work").check()
    dialog.get_by_role("button", name="Make the role").click()
    expect(page.get_by_test_id("roles")).to_contain_text("Night shift")
    assert sorted(next(role for role in people.request("GET", "/roles")["roles"] if role["code"] == "night-shift")["permissions"]) == ["grid.read", "jobs.cancel"]
    page.get_by_role("button", name="Delete the role Night shift").click()
    page.get_by_role("button", name="Delete the role", exact=True).click()
    expect(page.get_by_test_id("roles")).not_to_contain_text("Night shift")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Audit log").click()
    page.get_by_label("What").select_option("role.")
    expect(page.get_by_test_id("audit").locator("tbody tr").first).to_contain_text("Role deleted")
    page.get_by_role("button", name=re.compile("Details of entry")).first.click()
    expect(page.get_by_test_id("audit-changes")).to_contain_text("Night shift")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Verify the log").click()
    expect(page.get_by_test_id("verification")).to_contain_text(re.compile(r"All [\d,]+ entries are sound"))
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON Lines").click()
    lines = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert {line["action"].split(".")[0] for line in lines} == {"role"}


def test_somebody_is_invited_makes_an_account_and_comes_in(open_page, people):
    email = f"new.{time.time_ns()}@demo.example"
    page = open_page("/settings/users")
    page.get_by_role("button", name="Invite…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill(email)
    dialog.get_by_label("Role").select_option("viewer")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Invitations").click()
    expect(page.get_by_test_id("invitations").locator("tr", has_text=email)).to_contain_text("Open")
    mails = open_page("/platform/outbox", person=OWNER)
    mail = mails.get_by_role("region", name=re.compile("Invitation")).filter(has_text=email)
    link = mail.get_by_role("link").get_attribute("href")
    new = open_page(link, person=None)
    expect(new.locator("main")).to_contain_text(f"invites {email}")
    new.get_by_role("link", name="Create an account").click()
    new.get_by_label("Name").fill("Nia Newcomer")
    expect(new.get_by_label("E-mail address")).to_have_value(email)
    new.get_by_label("Password", exact=True).fill("four quiet otters swim upstream")
    new.get_by_role("button", name="Create the account").click()
    new.wait_for_url("**/sign-in?note=made*")
    new.get_by_label("Password", exact=True).fill("four quiet otters swim upstream")
    new.get_by_role("button", name="Sign in", exact=True).click()
    expect(new.get_by_role("navigation", name="Main")).to_be_visible()
    expect(account(new)).to_contain_text("Viewer in")
    # The cache took the list that this tab loaded a moment before for the latest, and nothing asked again.
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Users").click()
    page.get_by_role("button", name=f"Remove {email}").click()
    page.get_by_role("button", name="Remove from this utility").click()
    expect(page.get_by_test_id("users").locator("tr", has_text=email)).to_have_count(0)
