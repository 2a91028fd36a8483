"""Makes and checks the demo city under ``data/demo`` (see its README)."""
