"""What must hold on every page: accessible in both colour schemes, within the window, reachable by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import get

PAGES = [
    "/", "/?map=peak", "/zones", "/zones/{zone}", "/network", "/network?asset={asset}", "/series", "/series/{series}",
    "/anomalies", "/anomalies/{anomaly}", "/models", "/models/{model}", "/jobs", "/about", "/nowhere",
    "/data/quality", "/data/quality/zones/{zone}", "/data/findings", "/data/rules", "/data/import", "/data/export", "/data/balance", "/data/connectors", "/data/retention", "/developers", "/developers/getZoneForecast", "/developers/ingestReadings",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def ids(base_url):
    series = get(base_url, "/series?assetKind=load_point&limit=1")["series"][0]
    return {
        "zone": get(base_url, "/zones")["zones"][0]["id"],
        "model": get(base_url, "/models")["models"][0]["id"],
        "series": series["id"],
        "asset": f"load_point-{series['assetId']}",
        "anomaly": get(base_url, "/anomalies?limit=1")["anomalies"][0]["id"],
    }


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_violation_in_light_and_dark(open_page, ids, path):
    # Without motion, so that no colour is judged while it fades.
    page = open_page(path.format(**ids), motion="reduce")
    grave = {scheme: violations(page, scheme) for scheme in ("light", "dark")}
    assert grave == {"light": [], "dark": []}


def violations(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(100)
    found = found_by_axe(page)
    if not found:
        return []
    # On a busy machine some elements are still drawn in the other scheme's colours: what stays is what counts.
    page.wait_for_timeout(2000)
    return found_by_axe(page)


def found_by_axe(page):
    found = Axe().run(page, options={"runOnly": RULES})
    return [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')}"
        for item in found.response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", ["/", "/zones", "/zones/{zone}", "/network", "/anomalies", "/models/{model}", "/data/import", "/data/balance", "/developers", "/developers/ingestReadings"])
def test_nothing_runs_out_of_the_window(open_page, ids, path, width):
    page = open_page(path.format(**ids), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tab_leads_from_the_skip_link_through_the_menu_into_the_page(open_page):
    page = open_page("/")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label')"))
    assert seen[0] == "Skip to the content"
    for label in ("Zones", "Network", "Anomalies", "Next 24 h, P90"):
        assert label in seen
    assert any("of capacity" in (label or "") for label in seen)
    assert page.evaluate("!!document.activeElement && document.activeElement !== document.body")


def test_the_skip_link_moves_the_focus_to_the_content(open_page):
    page = open_page("/zones")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_narrow_window_opens_and_closes_by_keyboard(open_page):
    page = open_page("/", width=390)
    button = page.locator(".menu-button")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.get_by_role("link", name="Network").click()
    page.wait_for_url("**/network")
    assert button.get_attribute("aria-expanded") == "false"
