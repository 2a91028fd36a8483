"""One's own account, the Settings area and the Platform area, as each role sees them."""

import re

import pytest
import zxingcpp
from data_answers import answering, everything
from identity_answers import administration, api_key, entry, invitation, me, member, problem
from playwright.sync_api import expect
from test_every_page import violations

PAGES = [
    "/account/profile", "/account/security", "/account/sessions", "/settings/tenant", "/settings/users", "/settings/invitations", "/settings/roles", "/settings/api-keys", "/settings/api-keys/1", "/settings/audit",
    "/platform/tenants", "/platform/outbox", "/platform/audit",
]
OWNER = me("admin", tenants=3, owner=True)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
URI = f"otpauth://totp/UrbanGrid:ana.ortega%40riverside.example?secret={SECRET}&issuer=UrbanGrid&algorithm=SHA1&digits=6&period=30"


@pytest.fixture
def answers(base_url):
    return answering(administration(base_url))


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_violation_in_light_and_dark(open_page, answers, path):
    page = open_page(path, route=answers, person=OWNER, motion="reduce")
    grave = {scheme: violations(page, scheme) for scheme in ("light", "dark")}
    assert grave == {"light": [], "dark": []}


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_out_of_the_window(open_page, answers, path, width):
    page = open_page(path, route=answers, person=OWNER, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("path", "permission"), [("/settings/users", "users.read"), ("/settings/api-keys", "keys.read"), ("/data/import", "readings.write"), ("/settings", "settings.read")])
def test_a_viewer_who_types_an_address_is_told_what_it_needs(open_page, path, permission):
    page = open_page(path, person=me("viewer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not open to you")
    expect(page.locator("main")).to_contain_text(permission)
    assert violations(page, "light") == []


def test_a_viewer_sees_no_button_that_would_be_refused(open_page):
    refused = []

    def route(context):
        answering(everything())(context)
        context.route("**/api/v1/**", lambda way: (refused.append(way.request.url), way.fallback()) if way.request.method != "GET" and "preview" not in way.request.url else way.fallback())

    words = re.compile("Dismiss|Save|Poll|Settings|Turn o|Edit values|Take back|Estimate open|Delete it|Import", re.I)
    for path in ("/", "/zones/1", "/series/1", "/jobs", "/data/quality", "/data/findings", "/data/rules", "/data/connectors", "/data/retention", "/data/balance", "/models"):
        page = open_page(path, person=me("viewer"), route=route)
        expect(page.get_by_role("navigation", name="Main").get_by_role("link").first).to_be_visible()
        assert [text for text in page.locator("main button:visible, nav a").all_inner_texts() if words.search(text)] == [], path
        page.context.close()
    assert refused == []


def test_an_operator_sees_people_and_settings_but_changes_neither(open_page, answers):
    page = open_page("/settings/users", route=answers, person=me("operator"))
    expect(page.get_by_test_id("users").locator("tbody tr")).to_have_count(5)
    expect(page.get_by_role("button", name=re.compile("Invite|Remove"))).to_have_count(0)
    expect(page.locator("main table select")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Settings").get_by_role("link")).to_have_text(["Tenant", "Users", "Invitations", "Roles"])
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Tenant").click()
    expect(page.get_by_label("Name", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_the_second_factor_is_set_up_and_its_recovery_codes_are_shown_once(open_page, answers):
    codes = [f"{number:05x}-{number * 7 + 12345:05x}" for number in range(71234, 71244)]
    confirmed = []

    def route(context):
        answers(context)
        context.route("**/api/v1/me/second-factor", lambda way: way.fulfill(json={"secret": SECRET, "uri": URI}))
        context.route("**/api/v1/me/second-factor/confirm", lambda way: (confirmed.append(way.request.post_data_json), way.fulfill(json={"recoveryCodes": codes})))

    page = open_page("/account/security", route=route)
    page.get_by_role("button", name="Set it up…").click()
    page.get_by_role("dialog").get_by_label("Your password", exact=True).fill("nine violet tractors sing")
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(page.get_by_test_id("totp-secret")).to_have_text(re.compile(r"\s*".join(SECRET)))
    expect(page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    assert violations(page, "dark") == []
    page.get_by_label("Code", exact=True).fill("123 456")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("recovery-codes").locator("li")).to_have_text(codes)
    expect(dialog.get_by_role("button", name="Done")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    assert all(code in download.value.path().read_text() for code in codes)
    dialog.get_by_label("I have kept them").check()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("region", name="Second factor")).to_contain_text("On")
    assert confirmed == [{"code": "123456"}]


def test_the_qr_code_holds_the_secrets_address(open_page, answers):
    def route(context):
        answers(context)
        context.route("**/api/v1/me/second-factor", lambda way: way.fulfill(json={"secret": SECRET, "uri": URI}))

    page = open_page("/account/security", route=route)
    page.get_by_role("button", name="Set it up…").click()
    page.get_by_role("dialog").get_by_label("Your password", exact=True).fill("nine violet tractors sing")
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    assert read_qr(page.locator(".qr")) == [URI]


def read_qr(picture, scale=4):
    """What a reader of QR codes finds in the picture as it is drawn: rows of dark runs on white."""
    size = int(picture.get_attribute("viewBox").split()[2])
    rows = [bytearray(b"\xff" * size) for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", picture.locator("path").get_attribute("d")):
        rows[int(y)][int(x) : int(x) + int(length)] = bytes(int(length))
    pixels = b"".join(bytes(value for value in row for _ in range(scale)) * scale for row in rows)
    return [code.text for code in zxingcpp.read_barcodes(memoryview(pixels).cast("B", [size * scale, size * scale]))]


@pytest.mark.parametrize(("person", "label", "shown"), [
    (me(), "Your password", {"password": "nine violet tractors sing"}),
    (me(second_factor=True, has_password=False), "Code", {"code": "123456"}),
    (me(has_password=False), None, {}),
])
def test_sessions_are_ended_by_whoever_shows_who_they_are(open_page, answers, person, label, shown):
    asked = []

    def route(context):
        answers(context)
        context.route("**/api/v1/me/sessions/**", lambda way: (asked.append((way.request.url.split("/me/")[1], way.request.post_data_json)), way.fulfill(status=204)))

    page = open_page("/account/sessions", route=route, person=person)
    for button, title, action in [("End Safari 17 on iPhone at 2001:db8::1f", "End a session", "End it"), ("Sign out everywhere else…", "Sign out everywhere else", "Sign out")]:
        page.get_by_role("button", name=button).click()
        dialog = page.get_by_role("dialog", name=title)
        if label:
            expect(dialog.get_by_role("button", name=action, exact=True)).to_be_disabled()
            dialog.get_by_label(label, exact=True).fill(next(iter(shown.values())))
        assert violations(page, "dark") == []
        dialog.get_by_role("button", name=action, exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert asked == [("sessions/s1/end", shown), ("sessions/end-others", shown)]


def test_whoever_has_no_password_is_led_to_the_service_when_their_sign_in_is_too_old(open_page, answers):
    def route(context):
        answers(context)
        context.route("**/api/v1/auth/settings", lambda way: way.fulfill(json={"registration": "invite", "passwordMinimumLength": 12, "productName": "UrbanGrid", "oidc": [{"id": "corp", "name": "Corporate"}]}))
        context.route("**/api/v1/me/sessions/end-others", lambda way: way.fulfill(**problem(403, "You have no password here: sign in again.")))

    page = open_page("/account/sessions", route=route, person=me(has_password=False), expects=(403,))
    page.get_by_role("button", name="Sign out everywhere else…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("at most a quarter of an hour old")
    dialog.get_by_role("button", name="Sign out", exact=True).click()
    expect(dialog).to_contain_text("sign in again")
    expect(dialog.get_by_role("link", name="Sign in with Corporate")).to_have_attribute("href", "/api/v1/auth/oidc/corp/start?next=%2Faccount%2Fsessions")


def test_a_key_is_made_shown_once_and_kept_nowhere(open_page, answers):
    token = "ugk_1_5_9vQm2sXyR7c0b1TzKq4wPhN8dLfGjU3iVaEoYrSx9Zk"
    bodies = []

    def make(way):
        bodies.append(way.request.post_data_json)
        way.fulfill(status=201, json={"apiKey": api_key(5, name=bodies[-1]["name"]), "token": token})

    def route(context):
        answers(context)
        context.route("**/api/v1/api-keys", make)

    page = open_page("/settings/api-keys", route=route)
    page.get_by_role("button", name="New key…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog).to_contain_text("Give it a name.")
    expect(dialog).to_contain_text("Choose at least one permission.")
    dialog.get_by_label("Name").fill("Telegraf")
    dialog.get_by_label("Send readings").check()
    dialog.get_by_label("Only from these addresses").fill("192.0.2.0/24\n2001:db8::/32")
    assert violations(page, "light") == []
    dialog.get_by_role("button", name="Make the key").click()
    expect(page.get_by_test_id("api-key-secret")).to_have_text(token)
    page.get_by_label("I have kept it").check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert token not in page.content()
    assert bodies == [{"name": "Telegraf", "scopes": ["readings.write"], "allowedAddresses": ["192.0.2.0/24", "2001:db8::/32"], "requestsPerMinute": None, "monthlyQuota": None, "expiresAt": None}]


def test_no_more_is_given_to_a_key_than_one_has_and_nothing_that_is_peoples_business(open_page, answers):
    page = open_page("/settings/api-keys", route=answers, person=me("operator") | {"permissions": ["grid.read", "keys.read", "keys.write"]})
    page.get_by_role("button", name="New key…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("See the city")).to_be_enabled()
    expect(dialog.get_by_label("Send readings")).to_be_disabled()
    expect(dialog.get_by_label("Make, rotate and revoke API keys")).to_have_count(0)


def test_the_audit_log_is_filtered_paged_and_shown_in_detail(open_page, answers):
    asked = []

    def entries(way):
        asked.append(way.request.url.split("?")[1])
        first = 40 if "cursor" not in asked[-1] else 20
        way.fulfill(json={"entries": [entry(number) for number in range(first, first - 20, -1)], "nextCursor": "c2" if first == 40 else None})

    def route(context):
        answers(context)
        context.route("**/api/v1/audit?*", entries)

    page = open_page("/settings/audit", route=route)
    page.get_by_label("What").select_option("apiKey.")
    page.wait_for_url("**/settings/audit?action=apiKey.")
    page.get_by_role("searchbox", name="Who").fill("ana.ortega@riverside.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**actor=ana.ortega*")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".pager")).to_contain_text("Page 2")
    assert "action=apiKey." in asked[-1] and "cursor=c2" in asked[-1] and "actor=ana.ortega" in asked[-1]
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Details of entry 40").click()
    expect(page.get_by_test_id("audit-changes")).to_contain_text(re.compile("role.*viewer.*operator"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Verify the log").click()
    expect(page.get_by_test_id("verification")).to_contain_text("All 412 entries are sound.")


def test_a_broken_log_is_told_by_its_first_wrong_entry(open_page, answers):
    def route(context):
        answers(context)
        context.route("**/api/v1/audit/verification", lambda way: way.fulfill(json={"isIntact": False, "entries": 17, "head": None, "notedThrough": 0, "fault": {"number": 18, "kind": "changed"}}))

    page = open_page("/settings/audit", route=route)
    page.get_by_role("button", name="Verify the log").click()
    expect(page.get_by_test_id("verification")).to_contain_text("Entry no. 18 is not as it was: its fields are not those that its hash was made of")


def test_a_mail_of_the_outbox_leads_to_where_its_link_says(open_page, answers):
    page = open_page("/platform/outbox", route=answers, person=OWNER)
    page.locator(".mail-body a", has_text="/invitation").click()
    page.wait_for_url("**/invitation#token=tok-1")


def test_another_tenant_is_chosen_from_the_menu(open_page, answers):
    def route(context):
        answers(context)
        there = OWNER | {"tenant": OWNER["tenants"][1]}
        context.route("**/api/v1/auth/tenant", lambda way: (context.route("**/api/v1/me", lambda again: again.fulfill(json=there)), way.fulfill(json=there)))

    page = open_page("/settings/users", route=route, person=OWNER)
    page.get_by_role("button", name="Account of Ana Ortega").click()
    page.get_by_role("button", name=re.compile("Lakeshore")).click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.get_by_role("button", name="Account of Ana Ortega").click()
    expect(page.locator("#user-menu")).to_contain_text("Admin in Lakeshore Power & Water")
    page.keyboard.press("Escape")
    expect(page.locator("#user-menu")).to_have_count(0)
    expect(page.get_by_role("button", name="Account of Ana Ortega")).to_be_focused()


def test_hundreds_of_people_are_shown_a_page_at_a_time(open_page, answers):
    def people(way):
        first = 50 if "cursor" in way.request.url else 0
        way.fulfill(json={"users": [member(number, name="A rather long name of somebody " * 3) for number in range(first, first + 50)], "nextCursor": "more"})

    def route(context):
        answers(context)
        context.route("**/api/v1/users?*", people)

    page = open_page("/settings/users", route=route)
    expect(page.get_by_test_id("users").locator("tbody tr")).to_have_count(50)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".pager")).to_contain_text("Page 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


@pytest.mark.parametrize(("path", "pattern", "nothing", "words"), [
    ("/settings/invitations", "**/api/v1/invitations?*", {"invitations": [], "nextCursor": None}, "Nobody was invited yet"),
    ("/settings/api-keys", "**/api/v1/api-keys?*", {"apiKeys": [], "nextCursor": None}, "No keys yet"),
    ("/settings/audit", "**/api/v1/audit?*", {"entries": [], "nextCursor": None}, "No entries here"),
    ("/platform/tenants", "**/api/v1/platform/tenants?*", {"tenants": [], "nextCursor": None}, "No tenants yet"),
    ("/platform/outbox", "**/api/v1/platform/outbox?*", {"mails": [], "nextCursor": None}, "No mail was written yet"),
])
def test_an_empty_list_says_so_in_words(open_page, base_url, path, pattern, nothing, words):
    page = open_page(path, route=answering(administration(base_url) | {pattern: nothing}), person=OWNER)
    expect(page.locator("main")).to_contain_text(words)


def sending(answers, sent, method, pattern, **answer):
    """The answers, and a note of every request of a method to a pattern."""
    def route(context):
        answers(context)

        def take(way):
            if way.request.method != method:
                return way.fallback()
            sent.append((way.request.url.split("/api/v1")[1], way.request.post_data_json if way.request.post_data else None))
            return way.fulfill(**(answer or {"json": member(1)}))

        context.route(pattern, take)

    return route


def test_a_role_is_changed_by_its_button_and_by_nothing_less(open_page, answers):
    sent = []
    page = open_page("/settings/users", route=sending(answers, sent, "PUT", "**/api/v1/users/8"), motion="reduce", person=OWNER)
    page.get_by_role("button", name="Change the role of ben.castellano@riverside.example").click()
    dialog = page.get_by_role("dialog", name="Role of Ben Castellano")
    save = dialog.get_by_role("button", name="Change the role")
    expect(save).to_be_disabled()
    dialog.get_by_label("Role", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Role", exact=True)).to_have_value("viewer")
    expect(dialog.get_by_test_id("role-change")).to_contain_text("They may no longer")
    assert violations(page, "light") == [] and violations(page, "dark") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert sent == []
    page.get_by_role("button", name="Change the role of ben.castellano@riverside.example").click()
    dialog.get_by_label("Role", exact=True).select_option("admin")
    expect(dialog.get_by_test_id("role-change")).to_contain_text("An Admin may do everything here")
    expect(dialog.get_by_test_id("role-change")).to_contain_text("Delete the tenant")
    dialog.get_by_role("button", name="Make them an Admin").click()
    expect(page.get_by_role("status").filter(has_text="Ben Castellano is Admin now, and was Operator.")).to_be_visible()
    assert sent == [("/users/8", {"role": "admin"})]


def test_a_role_that_is_not_changed_says_why(open_page, answers):
    refusal = problem(409, "This is the tenant's last Admin: make another first.")
    page = open_page("/settings/users", route=sending(answers, [], "PUT", "**/api/v1/users/9", **refusal), expects=(409,), person=OWNER)
    page.get_by_role("button", name="Change the role of chidi.okafor@riverside.example").click()
    page.get_by_role("dialog").get_by_label("Role", exact=True).select_option("operator")
    page.get_by_role("dialog").get_by_role("button", name="Change the role").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("last Admin")


@pytest.mark.parametrize("keeps", [False, True])
def test_whoever_is_removed_takes_their_keys_and_invitations_along(open_page, base_url, keeps):
    sent = []
    answers = answering(administration(base_url) | {
        "**/api/v1/api-keys?maker=ben.castellano%40riverside.example&state=active*": {"apiKeys": [api_key(4, name="Back door")], "nextCursor": None},
        "**/api/v1/invitations?invitedBy=8&state=open*": {"invitations": [invitation(5)], "nextCursor": None},
    })
    page = open_page("/settings/users", route=sending(answers, sent, "DELETE", "**/api/v1/users/8*", status=204), motion="reduce", person=OWNER)
    page.get_by_role("button", name="Remove ben.castellano@riverside.example").click()
    dialog = page.get_by_role("dialog", name="Remove Ben Castellano?")
    expect(dialog).to_contain_text("Back door, ugk_1_4_…x9Zk")
    expect(dialog).to_contain_text("new.colleague5@riverside.example")
    if keeps:
        dialog.get_by_label("Revoke the keys with them").uncheck()
        expect(dialog).to_contain_text("These keys go on")
    assert violations(page, "light") == []
    dialog.get_by_role("button", name="Remove from this utility").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [path.replace("%2C", ",") for path, _ in sent] == ["/users/8?revoke=" + ("invitations" if keeps else "apiKeys,invitations")]


@pytest.mark.parametrize(("path", "label", "words", "asked"), [("/settings/users", "Find", "castel", "search=castel"), ("/settings/api-keys", "Find", "meter 5%", "search=meter+5%25")])
def test_a_list_is_searched_by_the_server_and_the_address_keeps_it(open_page, answers, path, label, words, asked):
    page = open_page(path, route=answers, person=OWNER)
    with page.expect_request(lambda request: "/api/v1/" in request.url and asked in request.url.replace("%20", "+")):
        page.get_by_label(label, exact=True).fill(words)
    page.wait_for_url(lambda url: asked in url.replace("%20", "+"))
    page.reload()
    expect(page.get_by_label(label, exact=True)).to_have_value(words)


def test_a_link_that_is_opened_where_its_page_is_shown_already_is_followed(open_page, answers):
    page = open_page("/reset-password", route=answers, person=None)
    expect(page.locator("main")).to_contain_text("The link lacks its token")
    page.evaluate("location.hash = '#token=abc'")
    expect(page.get_by_label("New password", exact=True)).to_be_visible()


def test_a_key_says_what_its_quota_counts_and_that_it_was_not_used(open_page, base_url):
    nothing = {"apiKeyId": 1, "from": "2026-11-18T00:00:00Z", "to": "2026-11-25T00:00:00Z", "requests": 0, "refused": 0, "month": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z", "requests": 95_210, "quota": 100_000}, "hours": []}
    page = open_page("/settings/api-keys/1", route=answering(administration(base_url) | {"**/api/v1/api-keys/*/use?*": nothing}), person=OWNER)
    expect(page.get_by_test_id("month-of-quota")).to_contain_text("95,210 of 100,000 requests of this month of UTC used (95 %)")
    expect(page.locator("main")).to_contain_text("Not used in this time")
    expect(page.locator("main canvas")).to_have_count(0)


def test_on_a_phone_the_open_tab_and_what_can_be_done_are_in_sight(open_page, answers):
    page = open_page("/settings/audit", route=answers, width=390, person=OWNER)
    expect(page.get_by_role("link", name="Audit log")).to_be_in_viewport(ratio=1)
    page = open_page("/settings/users", route=answers, width=390, person=OWNER)
    remove = page.get_by_role("button", name="Remove ben.castellano@riverside.example")
    box = remove.bounding_box()
    assert 0 <= box["x"] and box["x"] + box["width"] <= 390


def test_an_entry_leads_to_all_on_the_same(open_page, answers):
    page = open_page("/settings/audit", route=answers, person=OWNER)
    expect(page.get_by_test_id("audit")).to_contain_text("chidi.okafor@riverside.example")
    page.get_by_role("button", name="Details of entry 40").click()
    page.get_by_role("button", name="All on chidi.okafor@riverside.example").click()
    page.wait_for_url("**/settings/audit?object=user%3A9")
    expect(page.get_by_label("On", exact=True)).to_have_value("user:9")
