"""Opens the demo as an operator would: the map, a zone's load and forecast, live values, both colour schemes."""

import json
import re
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGES = ["/", "/zones", "/zones/{zone}", "/series", "/series/{series}", "/anomalies", "/models", "/models/{model}", "/jobs", "/about", "/nowhere"]


def api(base_url, path):
    with urllib.request.urlopen(f"{base_url}/api/v1{path}", timeout=30) as answer:
        return json.load(answer)


@pytest.fixture(scope="session")
def ids(base_url):
    zone = api(base_url, "/zones")["zones"][0]["id"]
    models = api(base_url, "/models")["models"]
    series = api(base_url, "/series?assetKind=load_point&limit=1")["series"]
    return {"zone": zone, "model": models[0]["id"] if models else None, "series": series[0]["id"]}


def test_the_overview_shows_the_map_with_every_zone_coloured(open_page, base_url):
    zones = api(base_url, "/zones")["zones"]
    page = open_page("/")
    page.wait_for_selector(".map path.zone")
    shapes = page.locator(".map path.zone")
    assert shapes.count() == len(zones)
    assert page.locator(".map path.zone.load-none").count() == sum(zone["loading"] is None for zone in zones)
    assert page.locator(".map path.feeder").count() > 0
    shapes.first.focus()
    assert page.locator(".map-panel").inner_text().count("W") >= 2


def test_the_overview_shows_the_load_of_the_city(open_page):
    page = open_page("/")
    assert re.fullmatch(r"[\d.,]+", page.get_by_test_id("city-load").inner_text())
    assert page.get_by_test_id("kpis").locator("dt").count() == 6


def test_a_zone_on_the_map_opens_by_keyboard(open_page):
    page = open_page("/")
    page.wait_for_selector(".map path.zone")
    page.locator(".map path.zone").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zones/*")
    page.wait_for_selector('[data-testid="zone-load"]')


def test_a_zone_shows_its_load_and_the_forecast_with_its_uncertainty(open_page, base_url, ids):
    forecast = api(base_url, f"/zones/{ids['zone']}/forecast")
    assert len(forecast["points"]) == 24
    assert all(point["p10"] <= point["p50"] <= point["p90"] for point in forecast["points"])
    page = open_page(f"/zones/{ids['zone']}")
    page.wait_for_selector(".chart canvas")
    assert "W" in page.get_by_test_id("zone-load").inner_text()
    assert "issued" in page.get_by_test_id("run-note").inner_text()
    legend = page.locator(".chart-legend").first.inner_text()
    assert "P10–P90" in legend and "Forecast median" in legend
    page.locator(".chart-table summary").first.click()
    header = page.locator(".chart-table thead").first.inner_text()
    assert "P10" in header and "P90" in header and "Load" in header


def test_dragging_over_the_chart_zooms_and_the_address_keeps_it(open_page, ids):
    page = open_page(f"/zones/{ids['zone']}")
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
    assert page.locator('.segmented button[aria-pressed="true"]').count() == 0


def test_values_change_without_reload(open_page):
    page = open_page("/")
    expect(page.get_by_test_id("connection")).to_contain_text("Live", timeout=30_000)
    page.evaluate("window.stillTheSamePage = true")
    before = page.locator(".clock-time").inner_text()

    def values():
        return [page.get_by_test_id(name).inner_text() for name in ("city-load", "zone-ranking")] + [page.locator("main .lead").inner_text()]

    first, deadline = values(), time.monotonic() + 90
    while values() == first and time.monotonic() < deadline:
        page.wait_for_timeout(500)
    assert values() != first
    assert page.locator(".clock-time").inner_text() != before
    assert page.evaluate("window.stillTheSamePage") is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_violation(open_page, ids, path, scheme):
    if "{model}" in path and ids["model"] is None:
        pytest.skip("no model has been trained")
    page = open_page(path.format(**ids), scheme=scheme)
    page.wait_for_timeout(700)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    grave = [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')}"
        for item in found.response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
    assert grave == []


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", ["/", "/zones/{zone}", "/anomalies", "/models"])
def test_nothing_runs_out_of_the_window(open_page, ids, path, width):
    page = open_page(path.format(**ids), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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
