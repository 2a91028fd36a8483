"""Writes files whose bytes depend on their content alone."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from .arrays import IntArray
from .layout import iso


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 with ``\\n`` line ends, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_json(path: Path, value: object) -> None:
    """Writes indented JSON, keys in the order given."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_gzip(path: Path, text: str) -> None:
    """Compresses without a time stamp or a file name, so that equal text gives equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        stream.write(text.encode("utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def series_csv(starts: Sequence[datetime], columns: Sequence[str], tenths: IntArray) -> str:
    """A wide CSV, ``start_utc`` and one column a series, of values given in tenths (rows, columns)."""
    lines = [",".join(["start_utc", *columns])]
    lines += [
        ",".join([iso(start), *(decimal_tenths(value) for value in row)])
        for start, row in zip(starts, tenths.tolist(), strict=True)
    ]
    return "\n".join(lines) + "\n"


def rows_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV of cells that need no quotes; raises ``ValueError`` at one that would."""
    lines = [list(header), *(list(row) for row in rows)]
    for line in lines:
        if any(set(cell) & set(',"\n') for cell in line):
            raise ValueError(f"a cell needs quotes: {line}")
    return "".join(",".join(line) + "\n" for line in lines)


def decimal_tenths(value: int) -> str:
    """``1234`` as ``123.4``, ``1230`` as ``123``: no needless digits."""
    whole, tenth = divmod(value, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
