"""Opens the demo as an operator would: the map, a zone's load and forecast, live values, anomalies, the network."""

import re
import time

import pytest
from conftest import get
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def zone(base_url):
    return get(base_url, "/zones")["zones"][0]


def test_the_overview_shows_the_map_with_every_zone_coloured_and_labelled(open_page, base_url):
    zones = get(base_url, "/zones")["zones"]
    page = open_page("/")
    page.wait_for_selector(".map path.zone")
    expect(page.locator(".map path.zone")).to_have_count(len(zones))
    expect(page.locator(".map path.zone.load-none")).to_have_count(sum(zone["loading"] is None for zone in zones))
    expect(page.locator(".map path.feeder").nth(100)).to_be_attached()
    expect(page.locator(".callout-box")).to_have_count(len(zones))
    boxes = [box.bounding_box() for box in page.locator(".callout-box").all()]
    assert not any(_cover(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :])


def _cover(one, other):
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


def test_the_map_can_show_the_next_days_peaks_instead(open_page, base_url):
    page = open_page("/")
    page.get_by_role("button", name="Next 24 h, P90").click()
    assert "map=peak" in page.url
    peaks = {zone["code"]: zone["nextPeak"]["loading90"] for zone in get(base_url, "/zones")["zones"]}
    tightest = max(peaks, key=peaks.get)
    label = page.locator(".callout-box", has_text=tightest)
    expect(label).to_contain_text(re.compile(r"\d+\s%"))
    expect(label).to_contain_text("W")
    expect(page.locator(".map path.zone").first).to_have_attribute("aria-label", re.compile("P90 peak"))


def test_the_overview_shows_the_load_of_the_city_and_what_needs_attention(open_page):
    page = open_page("/")
    expect(page.get_by_test_id("city-load")).to_have_text(re.compile(r"^[\d.,]+$"))
    expect(page.get_by_test_id("kpis").locator("dt")).to_have_count(6)
    expect(page.get_by_test_id("attention")).to_contain_text("Peaks of the next 24 hours")
    expect(page.get_by_test_id("attention")).to_contain_text("Anomalies of the last 24 hours")
    # The load on the substation's busbar is in no zone's load: the page says so, with its own.
    expect(page.get_by_test_id("outside-zones")).to_contain_text("HV1_MV3.101_load")


def test_the_demo_says_in_the_servers_words_what_is_real(open_page, base_url):
    demo = get(base_url, "/city")["demo"]
    assert "real network model" in demo["notices"][0]["title"] and str(demo["shiftedByWeeks"]) in demo["notices"][1]["title"]
    page = open_page("/")
    for notice in demo["notices"][:2]:
        expect(page.locator(".demo-notice")).to_contain_text(notice["title"])
    page.locator(".demo-notice").get_by_role("link").click()
    for notice in demo["notices"]:
        expect(page.locator("main")).to_contain_text(notice["text"])


def test_a_zone_on_the_map_opens_by_keyboard(open_page):
    page = open_page("/")
    page.wait_for_selector(".map path.zone")
    page.locator(".map path.zone").first.focus()
    expect(page.locator(".map-panel")).to_contain_text("Load")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zones/*")
    page.wait_for_selector('[data-testid="zone-load"]')


def test_a_zone_shows_its_load_and_the_forecast_with_its_uncertainty(open_page, base_url, zone):
    forecast = get(base_url, f"/zones/{zone['id']}/forecast")
    assert len(forecast["points"]) == 24
    assert all(point["p10"] <= point["p50"] <= point["p90"] for point in forecast["points"])
    page = open_page(f"/zones/{zone['id']}")
    page.wait_for_selector(".chart canvas")
    expect(page.get_by_test_id("zone-load")).to_contain_text("W")
    expect(page.get_by_test_id("run-note")).to_contain_text(re.compile("issued|computed afterwards"))
    legend = page.locator(".chart-legend").first
    expect(legend).to_contain_text("P10–P90")
    expect(legend).to_contain_text("Forecast median")
    page.locator(".chart-table summary").first.click()
    header = page.locator(".chart-table thead").first
    for words in ("P10", "P90", "Load"):
        expect(header).to_contain_text(words)


def test_every_zone_has_a_forecast_of_its_own(base_url):
    zones = get(base_url, "/zones")["zones"]
    forecasts = [tuple(point["p50"] for point in get(base_url, f"/zones/{zone['id']}/forecast")["points"]) for zone in zones]
    assert all(len(points) == 24 for points in forecasts)
    assert len(set(forecasts)) == len(zones)


def test_dragging_over_the_chart_zooms_and_the_address_keeps_it(open_page, zone):
    page = open_page(f"/zones/{zone['id']}")
    page.wait_for_selector(".chart canvas")
    # Moving the pointer needs the chart in view.
    page.locator(".u-over").first.scroll_into_view_if_needed()
    box = page.locator(".u-over").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile("from="))
    page.reload()
    page.wait_for_selector(".chart canvas")
    expect(page.locator(".segmented button").first).to_be_visible()
    expect(page.locator('.segmented button[aria-pressed="true"]')).to_have_count(0)


def test_the_chart_answers_the_keyboard(open_page, zone):
    page = open_page(f"/zones/{zone['id']}")
    page.wait_for_selector(".chart canvas")
    page.get_by_test_id("chart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart-when").first).to_be_visible()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("from="))
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/zones/\d+$"))


def test_values_change_without_reload(open_page):
    page = open_page("/")
    expect(page.get_by_test_id("connection")).to_contain_text("Live")
    page.evaluate("window.stillTheSamePage = true")
    load, latest = page.get_by_test_id("city-load"), page.locator("main .lead")
    expect(load).to_have_text(re.compile(r"^[\d.,]+$"))
    before, clock = (load.inner_text(), latest.inner_text()), page.locator(".clock-time").inner_text()
    deadline = time.monotonic() + 90
    while (load.inner_text() == before[0] or latest.inner_text() == before[1]) and time.monotonic() < deadline:
        page.wait_for_timeout(500)
    assert load.inner_text() != before[0]
    assert latest.inner_text() != before[1]
    expect(page.locator(".clock-time")).not_to_have_text(clock)
    assert page.evaluate("window.stillTheSamePage") is True


def test_an_anomaly_shows_what_was_expected_and_its_link_stands_alone(open_page, base_url):
    found = get(base_url, "/anomalies?limit=1")["anomalies"][0]
    page = open_page("/anomalies")
    page.get_by_test_id("anomalies").locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/anomalies/\d+$"))
    page = open_page(f"/anomalies/{found['id']}")
    expect(page.locator("main")).to_contain_text(found["reason"])
    expect(page.locator(".chart-legend").first).to_contain_text("Expected range")


def test_anomalies_can_be_narrowed_to_a_kind(open_page, base_url):
    kind = get(base_url, "/anomalies?limit=1")["anomalies"][0]["kind"]
    page = open_page(f"/anomalies?kind={kind}")
    badges = page.get_by_test_id("anomalies").locator("tbody .badge")
    expect(badges).to_have_count(min(50, len(get(base_url, f"/anomalies?kind={kind}&limit=1000")["anomalies"])))
    assert len(set(badges.all_inner_texts())) == 1


def test_an_asset_of_the_network_leads_to_its_readings(open_page):
    page = open_page("/network")
    expect(page.locator(".network-map path.wire")).to_have_count(147)
    page.get_by_placeholder("Find by name").fill("load 12")
    page.get_by_test_id("asset-list").get_by_role("button").first.click()
    page.wait_for_url(re.compile("asset=load_point-"))
    page.get_by_test_id("asset").get_by_role("link", name="Energy taken").first.click()
    page.wait_for_selector(".chart canvas")


def test_a_click_on_the_network_map_selects_what_lies_there(open_page):
    page = open_page("/network")
    page.wait_for_selector(".network-map path.place-substation")
    page.locator(".network-map path.place-substation").last.click()
    expect(page.get_by_test_id("asset").first).to_contain_text("Substation")


def test_dark_colours_can_be_chosen_and_stay(open_page):
    page = open_page("/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    toggle = page.locator('button[aria-label^="Colours"]')
    toggle.click()
    toggle.click()
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    page.wait_for_selector("main h1")
    assert page.evaluate(background) == dark
