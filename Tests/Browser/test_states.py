"""What an operator sees when the server is slow, fails, has nothing or has very much. Answers are faked on their way."""

import json
import re

import pytest
from playwright.sync_api import expect

# Path, the API's path behind it, and what its answer looks like when there is nothing.
LISTS = [
    ("/anomalies", "**/api/v1/anomalies?*", {"anomalies": [], "nextCursor": None}, "No anomalies here"),
    ("/series", "**/api/v1/series?*", {"series": [], "nextCursor": None}, "No series here"),
    ("/models", "**/api/v1/models", {"models": []}, "No model has been trained"),
    ("/jobs", "**/api/v1/jobs*", {"jobs": []}, "No jobs yet"),
    ("/data/import", "**/api/v1/uploads", {"uploads": []}, "No file was sent yet"),
    ("/data/findings", "**/api/v1/findings?*", {"findings": [], "nextCursor": None}, "No findings here"),
    ("/data/connectors", "**/api/v1/connectors", {"connectors": []}, "No connectors here"),
    ("/network", "**/api/v1/network?*", {"type": "FeatureCollection", "features": []}, "No network yet"),
]


def answering(pattern, body, status=200):
    kind = "application/json" if status < 400 else "application/problem+json"
    return lambda context: context.route(
        pattern, lambda route: route.fulfill(status=status, content_type=kind, body=json.dumps(body))
    )


@pytest.mark.parametrize(("path", "pattern", "nothing", "words"), LISTS)
def test_an_empty_list_says_so_in_words(open_page, path, pattern, nothing, words):
    page = open_page(path, route=answering(pattern, nothing))
    expect(page.locator("main")).to_contain_text(words)


@pytest.mark.parametrize(("path", "pattern"), [(path, pattern) for path, pattern, _, _ in LISTS])
def test_a_failing_api_shows_its_words_the_request_and_a_way_to_try_again(open_page, path, pattern):
    problem = {"type": "about:blank", "title": "Not available", "status": 503, "detail": "The database is busy.", "requestId": "r-77"}
    page = open_page(path, route=answering(pattern, problem, 503), expects=(503,))
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("The database is busy.")
    expect(alert).to_contain_text("r-77")
    page.context.unroute(pattern)
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(("path", "pattern"), [("/", "**/api/v1/zones"), ("/anomalies", "**/api/v1/anomalies?*"), ("/network", "**/api/v1/network?*")])
def test_a_slow_api_shows_that_something_is_coming(open_page, path, pattern):
    page = open_page(path, route=lambda context: context.route(pattern, lambda route: None), ready=False)
    expect(page.locator("main .skeleton").first).to_be_visible()


def test_thousands_of_anomalies_stay_usable(open_page):
    def anomaly(number):
        return {
            "id": number, "seriesId": 1, "seriesName": "A meter with quite a long name " + "x" * 60, "assetKind": "load_point", "assetId": 1,
            "assetName": f"Load point {number} " + "with a long name " * 4, "zoneId": 1, "start": "2026-11-20T02:00:00Z", "end": "2026-11-20T14:00:00Z",
            "kind": "stuck", "score": 9.4, "threshold": 4.2, "actual": 112000.5, "expected": 163.8, "expectedLow": 141.5, "expectedHigh": 187,
            "unit": "kWh", "reason": "The same value for 12 hours where 141.5 to 187.0 kWh is usual. " * 3, "modelId": 1, "detectedAt": "2026-11-20T15:00:00Z",
        }

    def page_of(route):
        found = re.search(r"cursor=(\d+)", route.request.url)
        first = int(found[1]) if found else 0
        route.fulfill(json={"anomalies": [anomaly(first + i + 1) for i in range(1000)], "nextCursor": str(first + 1000)})

    page = open_page("/anomalies", route=lambda context: context.route("**/api/v1/anomalies?*", page_of))
    for number in range(2, 5):
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".pager")).to_contain_text(f"Page {number}")
    expect(page.get_by_test_id("anomalies").locator("tbody tr")).to_have_count(1000)
    expect(page.get_by_role("button", name="Previous")).to_be_enabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_a_lost_live_stream_is_said_in_any_window_and_the_values_stay(open_page):
    page = open_page("/", width=320, route=lambda context: context.route("**/api/v1/live/zones", lambda route: route.abort()))
    expect(page.get_by_test_id("connection")).to_contain_text(re.compile("Reconnecting|Connecting"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.get_by_test_id("city-load")).to_have_text(re.compile(r"^[\d.,]+$"))
