"""The API's own pages on the real server: found by search and keyboard, tried as oneself and with a key, never by accident."""

import json
import re

from people import ADMIN, VIEWER
from playwright.sync_api import expect
from test_every_page import violations


def test_an_operation_is_found_by_keyboard_and_tried(open_page, base_url):
    page = open_page("/developers", motion="reduce")
    page.keyboard.press("/")
    page.keyboard.type("forecast how past")
    expect(page.get_by_test_id("operations").get_by_role("link")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/developers/getZoneForecast?*")
    page.get_by_label("past", exact=True).fill("999")
    page.get_by_role("button", name="Send GET").click()
    expect(page.locator("main")).to_contain_text("999 is out of range; expected from 0 to 336")
    page.get_by_label("past", exact=True).fill("24")
    page.get_by_role("button", name="Send GET").click()
    answer = page.get_by_test_id("answer")
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text("intervalSeconds")
    expect(answer).to_contain_text("x-request-id")
    expect(answer).to_contain_text("ratelimit-remaining")
    expect(page.get_by_role("region", name="curl sample")).to_contain_text(f"{base_url}/api/v1/zones/1/forecast?past=24")
    assert violations(page, "dark") == []


def test_a_refusal_is_shown_with_its_words_and_its_request(open_page):
    page = open_page("/developers/getZone", width=390)
    page.get_by_label("id (needed)").fill("987654321")
    page.get_by_role("button", name="Send GET").click()
    refusal = page.get_by_test_id("answer").get_by_role("alert")
    expect(refusal).to_contain_text("Not found")
    expect(refusal).to_contain_text(re.compile(r"Request \w+"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_changes_something_is_asked_about_and_can_be_left(open_page, people):
    page = open_page("/developers/createRole")
    name = "Tried in the page"
    page.get_by_label("Body, JSON").fill(json.dumps({"code": "tried-here", "name": name, "permissions": ["grid.read"]}))
    page.get_by_role("button", name="Send POST").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert name not in json.dumps(people.request("GET", "/roles"))
    page.get_by_role("button", name="Send POST").click()
    page.get_by_role("dialog").get_by_role("button", name="Send it").click()
    expect(page.get_by_test_id("answer")).to_contain_text("201")
    role = next(role for role in people.request("GET", "/roles")["roles"] if role["name"] == name)
    people.request("DELETE", f"/roles/{role['code']}")


def test_nobody_is_offered_what_they_may_not_but_a_key_that_may_can_be_tried(open_page, people):
    made = people.request("POST", "/api-keys", {"name": "Developers page", "scopes": ["grid.read"]}, role=ADMIN)
    token, number = made["token"], made["apiKey"]["id"]
    page = open_page("/developers/ingestReadings", person=VIEWER, expects=(404, 403, 401))
    expect(page.get_by_test_id("may-not")).to_contain_text("readings.write")
    expect(page.get_by_role("button", name="Send POST")).to_have_count(0)
    page.goto(page.url.replace("ingestReadings", "listZones"))
    page.get_by_role("button", name="With an API key").click()
    page.get_by_label("API key", exact=True).fill(token)
    page.get_by_role("button", name="Send GET").click()
    expect(page.get_by_test_id("answer")).to_contain_text("200")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    assert token not in kept and token not in page.locator("main").inner_text()
    people.request("DELETE", f"/api-keys/{number}", role=ADMIN)


def test_a_stream_is_shown_as_it_comes_until_it_is_stopped(open_page):
    page = open_page("/developers/streamZones")
    page.get_by_role("button", name="Send GET").click()
    answer = page.get_by_test_id("answer")
    expect(answer).to_contain_text("event: snapshot")
    expect(answer).to_contain_text("streaming")
    page.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("stopped")


def test_the_client_is_there_to_download(open_page):
    page = open_page("/developers")
    with page.expect_download() as download:
        page.get_by_role("link", name="urbangrid-client.ts").click()
    text = download.value.path().read_text()
    assert "SPDX-License-Identifier: Apache-2.0" in text and '"GET /zones/{id}/forecast"' in text and "export class UrbanGridClient" in text


def test_a_document_that_does_not_come_is_said_and_can_be_asked_for_again(open_page):
    page = open_page("/developers", route=lambda context: context.route("**/api/v1/openapi.json", lambda way: way.fulfill(status=503, json={"title": "Not available", "status": 503, "detail": "Too busy.", "requestId": "r-9"})), expects=(503,))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Too busy.")
    page.context.unroute("**/api/v1/openapi.json")
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("operations")).to_be_visible()
