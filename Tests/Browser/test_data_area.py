"""The Data area as an operator uses it: a file goes in, a balance says what it lacks, estimates are told from measurements."""

import re
from datetime import datetime, timedelta

import pytest
from conftest import get
from playwright.sync_api import expect


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
        page.get_by_role("link", name="Download all of them as CSV").click()
    assert "12x4" in download.value.path().read_text()
    page.get_by_role("button", name="Delete it now").click()
    page.wait_for_url("**/data/import")
    expect(page.locator("main")).not_to_contain_text("faulty.csv")


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
