"""Solar generation: a real household array's output per kW, times the generator's rated power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray, IntArray
from .clock import wall_clock
from .layout import DAYS, SEED

PROFILES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17)
"""Buildings whose arrays are used. Left out: 14 (a third of the others' yield), 15 (dead on 237
days), and 10, 11, 12 (no daylight saving, and replaced data, in February and March 2017)."""


@dataclass(frozen=True)
class Generator:
    """A solar generator of the network."""

    code: str
    rated_kw: float


def assign_profiles(generators: list[Generator]) -> list[int]:
    """The building whose array each generator takes after, by a seeded draw."""
    generator = np.random.Generator(np.random.PCG64([SEED, 2]))
    return [PROFILES[int(index)] for index in generator.integers(0, len(PROFILES), size=len(generators))]


def generation_readings(solar_w_per_kw: FloatArray, generators: list[Generator]) -> IntArray:
    """Energy of each UTC hour and generator in Wh, shape (8760, generators)."""
    days, hours = wall_clock()
    milliwatts = np.rint(solar_w_per_kw * 1000).astype(np.int64).reshape(-1, DAYS, 24)[:, days, hours]
    columns = [
        milliwatts[building - 1] * round(generator.rated_kw * 1000) // 1_000_000
        for building, generator in zip(assign_profiles(generators), generators, strict=True)
    ]
    return np.stack(columns, axis=1)
