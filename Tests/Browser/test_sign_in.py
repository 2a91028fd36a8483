"""The way in and out: sign-in with a second factor, back to the page that was asked for, a session that ends while somebody works."""

import re

import pytest
from conftest import sign_in
from data_answers import RETENTION, answering, everything
from identity_answers import SETTINGS, me, problem
from playwright.sync_api import expect
from test_every_page import violations

AUTH_PAGES = ["/sign-in", "/sign-up", "/sign-up#invitation=tok", "/forgot-password", "/reset-password#token=tok", "/verify-email#token=tok", "/invitation#token=tok"]
INVITATION = {"email": "new@riverside.example", "tenantName": "Riverside Energy", "roleName": "Operator", "invitedBy": "Ana Ortega", "expiresAt": "2036-11-30T10:00:00Z"}


def auth(**answers):
    """Answers of the routes that need no session; a callable gets the way."""
    standard = {"settings": {"json": SETTINGS}, "invitation/preview": {"json": INVITATION}}

    def always(answer):
        return lambda way: way.fulfill(**answer)

    def route(context):
        for path, answer in (standard | answers).items():
            context.route(f"**/api/v1/auth/{path}", answer if callable(answer) else always(answer))

    return route


def signing_in(people, person, **answers):
    """A sign-in that succeeds: from then on the pages are the person's."""

    def login(way):
        sign_in(way.request.frame.page.context, people, person)
        way.fulfill(json=person)

    return auth(login=login, **answers)


def fill_in(page, password="correct horse battery"):
    page.get_by_label("E-mail address").fill("ana.ortega@riverside.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_whoever_is_not_signed_in_signs_in_and_goes_on_where_they_wanted_to(open_page, people):
    page = open_page("/data/findings?state=open", person=None, route=signing_in(people, me("operator")))
    page.wait_for_url("**/sign-in?next=*")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    fill_in(page)
    page.wait_for_url("**/data/findings?state=open")
    expect(page.get_by_role("heading", level=1)).to_have_text("Findings")


def test_password_managers_are_told_what_each_field_is(open_page):
    page = open_page("/sign-in", person=None, route=auth())
    expect(page.get_by_label("E-mail address")).to_have_attribute("autocomplete", "username")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("autocomplete", "current-password")
    page.get_by_role("link", name="Create one").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("autocomplete", "new-password")


def test_a_wrong_password_is_refused_in_words_and_a_shown_one_can_be_read(open_page):
    page = open_page("/sign-in", person=None, route=auth(login=problem(401, "The address or the password is not right.")))
    fill_in(page, "wrong password")
    expect(page.get_by_role("alert")).to_contain_text("The address or the password is not right.")
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.get_by_role("button", name="Show what is typed").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")


def test_an_account_with_a_second_factor_asks_for_its_code_by_keyboard_alone(open_page, people):
    sent = []
    person = me("admin", second_factor=True)

    def code(way):
        sent.append(way.request.post_data_json)
        if sent[-1]["code"] != "246810":
            return way.fulfill(**problem(401, "The code is not right, or its time is over."))
        sign_in(way.request.frame.page.context, people, person)
        way.fulfill(json=person)

    page = open_page("/sign-in", person=None, route=auth(login={"json": {"secondFactor": True, "challenge": "c-1"}}, **{"login/second-factor": code}))
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("ana.ortega@riverside.example")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The code is not right")
    page.get_by_label("Code").fill("246 810")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert sent == [{"challenge": "c-1", "code": "111111"}, {"challenge": "c-1", "code": "246810"}]


def test_an_account_is_made_and_what_is_wrong_is_said_at_its_field(open_page):
    answers = [problem(422, "One field is wrong.", errors=[{"field": "password", "message": "This password was leaked somewhere.", "expected": "another"}]), {"status": 202}]
    page = open_page("/sign-up", person=None, expects=(422,), route=auth(register=lambda way: way.fulfill(**answers.pop(0))))
    page.get_by_label("Name").fill("Ana Ortega")
    page.get_by_label("E-mail address").fill("ana.ortega@riverside.example")
    page.get_by_label("Password", exact=True).fill("password")
    expect(page.locator("main")).to_contain_text("4 more characters")
    expect(page.get_by_role("button", name="Create the account")).to_be_disabled()
    page.get_by_label("Password", exact=True).fill("passwordpassword")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("main")).to_contain_text("This password was leaked somewhere.")
    page.get_by_label("Password", exact=True).fill("four quiet otters swim")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("status").first).to_contain_text("A mail is on its way to ana.ortega@riverside.example")


def test_where_registration_is_closed_nobody_is_offered_it(open_page):
    page = open_page("/sign-in", person=None, route=auth(settings={"json": SETTINGS | {"registration": "closed"}}))
    expect(page.get_by_role("link", name="Create one")).to_have_count(0)
    page.goto(page.url.replace("sign-in", "sign-up"))
    expect(page.locator("main")).to_contain_text("No accounts are made here")
    expect(page.locator("form")).to_have_count(0)


def test_a_forgotten_password_is_asked_for_and_chosen_anew(open_page):
    sent = []

    def reset(way):
        sent.append(way.request.post_data_json)
        way.fulfill(status=204)

    page = open_page("/forgot-password", person=None, route=auth(**{"password/forgot": {"status": 202}, "password/reset": reset}))
    page.get_by_label("E-mail address").fill("ana.ortega@riverside.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("If there is an account")
    page.goto(page.url.replace("forgot-password", "reset-password#token=tok-2"))
    page.get_by_label("New password", exact=True).fill("four quiet otters swim")
    page.get_by_role("button", name="Save the password").click()
    page.wait_for_url("**/sign-in?note=reset")
    expect(page.get_by_role("status")).to_contain_text("Your password is changed")
    assert sent == [{"token": "tok-2", "password": "four quiet otters swim"}]


def test_a_mails_link_confirms_the_address_once(open_page):
    sent = []

    def verify(way):
        sent.append(way.request.post_data_json)
        way.fulfill(status=204)

    page = open_page("/verify-email#token=tok-3", person=None, route=auth(**{"verify-email": verify}))
    expect(page.get_by_role("heading", level=1)).to_have_text("The address is confirmed")
    assert sent == [{"token": "tok-3"}]


def test_an_invitation_is_accepted_by_whom_it_is_for_and_by_nobody_else(open_page):
    accepted = []
    page = open_page("/invitation#token=tok", person=me("viewer"), route=auth(**{"invitation/accept": lambda way: (accepted.append(way.request.post_data_json), way.fulfill(json=me("operator")))}))
    expect(page.locator("main")).to_contain_text("You are signed in as ana.ortega@riverside.example. The invitation is for another address.")
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.context.route("**/api/v1/auth/invitation/preview", lambda way: way.fulfill(json=INVITATION | {"email": "Ana.Ortega@riverside.example"}))
    page.reload()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert accepted == [{"token": "tok"}]


def test_a_session_that_ends_while_somebody_works_loses_nothing(open_page, people):
    saved = []

    def retention(way):
        if way.request.method != "PUT":
            return way.fulfill(json=RETENTION | ({"rawMonths": 48} if len(saved) == 2 else {}))
        saved.append(way.request.post_data_json["rawMonths"])
        way.fulfill(**(problem(401, "Sign in.") if len(saved) == 1 else {"json": RETENTION | {"rawMonths": 48}}))

    def route(context):
        answering(everything())(context)
        signing_in(people, me("admin"))(context)
        context.route("**/api/v1/retention", retention)

    page = open_page("/data/retention", person=me("admin"), route=route, expects=(401, 404))
    page.get_by_label("Readings, months").fill("48")
    page.get_by_role("button", name="Save the policy").click()
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_label("E-mail address")).to_have_value("ana.ortega@riverside.example")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    assert violations(page, "light") == []
    dialog.get_by_label("Password", exact=True).fill("correct horse battery")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Readings, months")).to_have_value("48")
    expect(page.locator("main")).to_contain_text("as it is in force")
    assert saved == [48, 48]


def test_tabs_renew_a_session_once_and_a_sign_out_reaches_them_all(open_page, people):
    renewals, good = [], []

    def answer(way):
        way.fulfill(json={"findings": [], "nextCursor": None}) if good else way.fulfill(**problem(401, "Sign in."))

    def refresh(way):
        renewals.append(way.request.url)
        good.append(True)
        way.fulfill(json=me("admin"))

    def route(context):
        context.route("**/api/v1/auth/refresh", refresh)
        context.route("**/api/v1/auth/logout", lambda way: (sign_in(context, people, None), way.fulfill(status=204)))

    first = open_page("/zones", person=me("admin"), route=route, expects=(401, 404))
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_role("heading", level=1)).to_have_text("Zones")
    first.context.route("**/api/v1/findings?*", answer)
    first.context.route("**/api/v1/anomalies?*", lambda way: way.fulfill(**problem(401, "Sign in.")) if not good else way.fallback())
    for tab, link in ((first, "Data"), (second, "Anomalies")):
        tab.get_by_role("navigation", name="Main").get_by_role("link", name=link, exact=True).click()
    first.get_by_role("navigation", name="Data").get_by_role("link", name="Findings").click()
    expect(first.locator("main")).to_contain_text("No findings here")
    expect(second.locator("main .skeleton")).to_have_count(0)
    assert len(renewals) == 1
    first.get_by_role("button", name="Account of Ana Ortega").click()
    first.get_by_role("button", name="Sign out").click()
    for tab in (first, second):
        tab.wait_for_url("**/sign-in")
        expect(tab.get_by_role("status")).to_contain_text("You have signed out")


@pytest.mark.parametrize("path", AUTH_PAGES)
def test_axe_finds_no_serious_violation_on_the_way_in_light_and_dark(open_page, path):
    page = open_page(path, person=None, motion="reduce", expects=(400, 404), route=auth(**{"verify-email": problem(400, "The link is used or too old.")}))
    grave = {scheme: violations(page, scheme) for scheme in ("light", "dark")}
    assert grave == {"light": [], "dark": []}


@pytest.mark.parametrize("path", AUTH_PAGES)
def test_the_way_in_fits_a_phone(open_page, path):
    page = open_page(path, person=None, width=320, expects=(400, 404), route=auth(**{"verify-email": problem(400, "The link is used or too old.")}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_token_is_within_a_scripts_reach(open_page, people):
    page = open_page("/sign-in", person=None, route=signing_in(people, me("admin") | {"accessToken": "eyJ.secret", "expiresIn": 900}))
    fill_in(page)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    stored = page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in stored
