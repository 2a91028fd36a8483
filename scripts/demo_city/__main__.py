"""``python3 -m demo_city``: makes the demo city from the two wheels, or checks the committed one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .checking import check
from .layout import OUTPUT


def main() -> int:
    """Runs the command line; the exit code is 0 when all went well."""
    arguments = _parser().parse_args()
    if arguments.check:
        return _check(arguments.output)
    if arguments.simbench is None or arguments.citylearn is None:
        _parser().error("making needs --simbench and --citylearn; checking needs --check")
    return _make(arguments.simbench, arguments.citylearn, arguments.output)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make-demo-city", description=__doc__)
    parser.add_argument("--simbench", type=Path, metavar="WHEEL", help="simbench-1.6.3-py3-none-any.whl")
    parser.add_argument("--citylearn", type=Path, metavar="WHEEL", help="CityLearn-1.8.0-py3-none-any.whl")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder to write or check (data/demo)")
    parser.add_argument("--check", action="store_true", help="check the files there instead of making them")
    return parser


def _check(folder: Path) -> int:
    problems = check(folder)
    for problem in problems:
        print(f"demo city: {problem}", file=sys.stderr)
    print(f"demo city: {'not as it should be' if problems else 'as it should be'} ({folder.name})")
    return 1 if problems else 0


def _make(simbench: Path, citylearn: Path, folder: Path) -> int:
    # Imported here: checking must not need numpy and shapely.
    from .findings import findings
    from .making import make_city, write_city
    from .statistics import report

    city = make_city(simbench, citylearn)
    write_city(city, folder)
    print(report(city))
    print(findings(city.source))
    return _check(folder)


if __name__ == "__main__":
    sys.exit(main())
