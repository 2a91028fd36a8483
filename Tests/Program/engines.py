"""Which engines a test's city lies on."""

import pytest

#: A test marked with it has its city on each engine in turn.
on_both_engines = pytest.mark.parametrize("city", ["sqlite", "postgres"], indirect=True)
on_postgres = pytest.mark.parametrize("city", ["postgres"], indirect=True)
