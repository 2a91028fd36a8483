"""What we decided about each feeder's zone: its name, its priority, and what stands in it.

The names are those of streets and quarters of Fontana near by; their borders, the priorities and the
sites are ours.
"""

from __future__ import annotations

from .zones import CriticalSite, ZonePlan

PEOPLE_PER_DWELLING = 4
"""Assumed; a city of families. Population = dwellings x this."""

PLANS = {
    "F01": ZonePlan("Palmetto", 2, [CriticalSite("Palmetto Elementary School", "school", "MV3.101 Bus 14")]),
    "F02": ZonePlan("Alder", 3, [CriticalSite("Alder Middle School", "school", "MV3.101 Bus 121")]),
    "F03": ZonePlan("Miller Park", 3),
    "F04": ZonePlan(
        "Tokay",
        2,
        [
            CriticalSite("Fire Station East", "emergency", "MV3.101 Bus 40"),
            CriticalSite("Tokay Primary School", "school", "MV3.101 Bus 131"),
        ],
    ),
    "F05": ZonePlan("Foothill", 1, [CriticalSite("Foothill Water Works", "water", "MV3.101 Bus 47")]),
    "F06": ZonePlan("Civic Center", 1, [CriticalSite("Police and Fire Dispatch", "emergency", "MV3.101 Bus 55")]),
    "F07": ZonePlan("Arrow", 2, [CriticalSite("Arrow Data Center", "data_centre", "MV3.101 Bus 72")]),
    "F08": ZonePlan(
        "Kaiser",
        1,
        [
            CriticalSite("Kaiser District Hospital", "hospital", "MV3.101 Bus 91"),
            CriticalSite("Valley Pumping Station", "water", "MV3.101 Bus 86"),
        ],
    ),
    "F09": ZonePlan("Juniper", 3, [CriticalSite("Juniper High School", "school", "MV3.101 Bus 100")]),
    "F10": ZonePlan("Randall", 2, [CriticalSite("Randall Clinic", "hospital", "MV3.101 Bus 112")]),
}
