"""Names, places and constants that the making and the checking of the demo city share.

Nothing here needs a package from outside the standard library, so that ``--check`` runs anywhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OUTPUT = REPOSITORY / "data" / "demo"

SEED = 20_160_801
TIME_ZONE = "America/Los_Angeles"
HOURS = 8760
DAYS = 365
INTERVAL_SECONDS = 3600

SOURCE_START = datetime(2016, 8, 1, 7, tzinfo=UTC)
"""Start of the first interval of every readings file: 2016-08-01 00:00 in Fontana (PDT)."""

SUBNET = "MV3.101"
"""SimBench's own name for the urban medium-voltage grid, 1-MV-urban."""

NETWORK_TABLES = (
    "Coordinates",
    "ExternalNet",
    "Line",
    "LineType",
    "Load",
    "Measurement",
    "Node",
    "RES",
    "StudyCases",
    "Substation",
    "Switch",
    "Transformer",
    "TransformerType",
)

LOAD_RESOLUTION_WH = 500
"""A load point's meter counts in steps of 0.5 kWh: 0.1 to 0.5 % of its hourly load."""

GENERATION_RESOLUTION_WH = 100
"""A generator's meter counts in steps of 0.1 kWh."""


def instant(text: str) -> datetime:
    """The moment written as ``2016-08-01T07:00:00Z``."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def iso(moment: datetime) -> str:
    """``moment`` as ``2016-08-01T07:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
