"""The Data area as an operator uses it: a file goes in, a balance says what it lacks, estimates are told from measurements."""

import re
from datetime import datetime, timedelta

import pytest
from conftest import get
from data_answers import answering, data_quality, edit, everything
from playwright.sync_api import expect
from test_every_page import violations


@pytest.fixture(scope="session")
def meter(base_url):
    return next(series for series in get(base_url, "/series?assetKind=load_point&limit=5")["series"] if series["zoneId"] is not None)


def _csv(tmp_path, name, meter, rows):
    last = datetime.fromisoformat(meter["lastReadingAt"].replace("Z", "+00:00"))
    path = tmp_path / name
    lines = ["series,start,kwh,quality"]
    for row, (value, quality) in enumerate(rows):
        start = last - timedelta(seconds=meter["intervalSeconds"] * (len(rows) - row))
        lines.append(f"{meter['externalName']},{start.strftime('%Y-%m-%dT%H:%M:%SZ')},{value},{quality}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_file_goes_in_after_a_look_at_it_and_its_readings_are_told_from_measured_ones(open_page, base_url, meter, tmp_path):
    path = _csv(tmp_path, "six hours.csv", meter, [(10.25 + row, "measured" if row < 3 else "estimated") for row in range(6)])
    page = open_page("/data/import")
    page.get_by_test_id("file").set_input_files(path)
    page.wait_for_url(re.compile(r"/data/import/[0-9a-f]{16}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("six hours.csv")
    expect(page.get_by_test_id("first-lines")).to_contain_text(meter["externalName"])
    expect(page.get_by_role("region", name="What an import would do")).to_contain_text("Sound readings6")
    page.get_by_label("Quality").select_option("quality")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_test_id("upload-state")).to_contain_text("All readings of the file are stored.")
    page.get_by_test_id("file-series").get_by_role("link").click()
    page.wait_for_url(f"**/series/{meter['id']}")
    expect(page.locator(".chart-legend")).to_contain_text("Estimated")
    expect(page.locator("main")).to_contain_text(re.compile(r"Not measured: [\d,]+ estimated"))
    page.locator(".chart-table summary").click()
    expect(page.locator(".chart-table")).to_contain_text("Estimated")


def test_a_file_with_a_fault_changes_nothing_and_tells_the_line(open_page, meter, tmp_path):
    page = open_page("/data/import")
    page.get_by_test_id("file").set_input_files(_csv(tmp_path, "faulty.csv", meter, [(1, "measured")] * 40 + [("12x4", "measured")]))
    page.wait_for_url(re.compile(r"/data/import/[0-9a-f]{16}$"))
    page.get_by_role("button", name="Check the whole file").click()
    expect(page.get_by_test_id("upload-state")).to_contain_text("The file has faults; nothing of it was stored.")
    expect(page.get_by_test_id("faults").locator("tbody tr")).to_have_count(1)
    expect(page.get_by_test_id("faults")).to_contain_text(re.compile("42.*kwh.*12x4"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of them as CSV").click()
    assert "12x4" in download.value.path().read_text()
    upload = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Delete it now").click()
    page.wait_for_url("**/data/import")
    expect(page.locator("main .skeleton")).to_have_count(0)
    expect(page.locator(f'a[href$="{upload}"]')).to_have_count(0)


def test_what_cannot_be_read_is_refused_in_words_where_it_was_dropped(open_page, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    page = open_page("/data/import")
    page.get_by_test_id("file").set_input_files(empty)
    expect(page.get_by_role("alert")).to_contain_text("empty.csv is empty")
    expect(page.get_by_role("button", name="Choose a file")).to_be_enabled()


def test_the_balance_says_what_is_missing_where_nothing_is_measured_at_a_boundary(open_page, base_url):
    assert get(base_url, "/balances?kind=feeder")["balances"] == []
    page = open_page("/data/balance")
    expect(page.locator("main")).to_contain_text("No feeder has a measurement at its boundary")
    page.get_by_role("button", name="Substations").click()
    expect(page.locator("main")).to_contain_text("No substation has a measurement at its boundary")
    assert "kind=substation" in page.url


def test_the_tabs_of_the_area_are_links_that_tell_where_one_is(open_page):
    page = open_page("/data")
    page.wait_for_url("**/data/*")
    tabs = page.get_by_role("navigation", name="Data")
    tabs.get_by_role("link", name="Balance").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/balance")
    expect(tabs.get_by_role("link", name="Balance")).to_have_attribute("aria-current", "page")


FAKED = [
    "/data/quality", "/data/quality?show=late&days=28", "/data/quality/zones/2", "/data/findings", "/data/rules", "/data/rules?series={series}", "/data/retention", "/data/connectors",
    "/data/balance", "/data/balance/feeder/1", "/data/import", "/data/import/9f1c03d2a47be865", "/data/export", "/data/export?zone=1", "/series/{series}",
]


@pytest.mark.parametrize("path", FAKED)
def test_axe_finds_no_serious_violation_on_full_pages_in_light_and_dark(open_page, meter, path):
    page = open_page(path.format(series=meter["id"]), route=answering(everything()), motion="reduce")
    grave = {scheme: violations(page, scheme) for scheme in ("light", "dark")}
    assert grave == {"light": [], "dark": []}


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", FAKED)
def test_no_full_page_runs_out_of_the_window(open_page, meter, path, width):
    page = open_page(path.format(series=meter["id"]), route=answering(everything()), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_quality_shows_a_picture_before_its_tables_and_each_cell_says_its_value(open_page):
    page = open_page("/data/quality", route=answering(everything()))
    heat = page.get_by_test_id("heat")
    expect(heat.locator("tbody tr")).to_have_count(10)
    expect(heat.locator("tbody tr").first.locator("td")).to_have_count(14)
    assert heat.bounding_box()["y"] < page.get_by_test_id("zone-quality").bounding_box()["y"]
    cell = heat.locator("td").first
    expect(cell).to_have_text(re.compile(r"^[\d.]+\s*%$"))
    expect(cell).to_have_attribute("title", re.compile("%"))
    page.get_by_test_id("worst-meters").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/series/1\?range=30d"))


def test_thousands_of_zones_are_shown_a_few_at_a_time(open_page):
    page = open_page("/data/quality", route=answering(everything() | {"**/api/v1/data-quality?*": data_quality(list(range(1, 3001)))}))
    expect(page.get_by_test_id("heat").locator("tbody tr")).to_have_count(20)
    page.get_by_role("button", name="Show 20 more of 3000 zones").click()
    expect(page.get_by_test_id("heat").locator("tbody tr")).to_have_count(40)
    expect(page.get_by_test_id("zone-quality").locator("tbody tr")).to_have_count(3000)


def test_values_are_edited_by_keyboard_after_a_preview_and_with_a_reason(open_page, meter):
    bodies = []

    def edits(way):
        bodies.append(way.request.post_data_json)
        way.fulfill(json={"edit": None if "isPreview" in bodies[-1] else edit(9), "changes": [{"start": meter["lastReadingAt"], "oldValue": 9.5, "oldQuality": "measured", "newValue": 4, "newQuality": "edited"}]})

    def route(context):
        answering(everything())(context)
        context.route("**/api/v1/series/*/edits", edits)

    page = open_page(f"/series/{meter['id']}", route=route)
    opener = page.get_by_role("button", name="Edit values…")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Edit values of")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    dialog.get_by_label("One value").check()
    dialog.get_by_label("Value, kWh").fill("4")
    dialog.get_by_label("Reason").fill("Read by hand at the site.")
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.locator(".chart-legend")).to_contain_text("After")
    assert violations(page, "light") == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert bodies[0]["isPreview"] is True and "isPreview" not in bodies[1]
    assert {body["reason"] for body in bodies} == {"Read by hand at the site."} and bodies[1]["values"][0]["value"] == 4


def test_escape_closes_a_dialog_and_gives_the_focus_back(open_page):
    page = open_page("/data/connectors", route=answering(everything()))
    opener = page.get_by_role("button", name="Settings of OpenAQ")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_nothing_is_deleted_before_a_look_and_a_question(open_page):
    page = open_page("/data/retention", route=answering(everything()))
    expect(page.get_by_role("button", name="Delete it now…")).to_have_count(0)
    page.get_by_role("button", name="What a run would delete").click()
    expect(page.get_by_test_id("retention")).to_contain_text("18,402")
    page.get_by_role("button", name="Delete it now…").click()
    expect(page.get_by_role("dialog")).to_contain_text("139,362 rows are deleted")


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "greenbutton"])
def test_a_zone_leaves_as_a_file(open_page, form):
    page = open_page(f"/data/export?zone=1&quantity=activeEnergyImport&format={form}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.failure() is None
    assert download.value.path().stat().st_size > 1000


def test_what_the_server_refuses_of_an_export_is_said_on_the_page(open_page):
    page = open_page("/data/export?quantity=temperature&format=greenbutton", expects=(400, 404))
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("alert")).to_contain_text("energy and power")
