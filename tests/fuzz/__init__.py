"""Fuzzing of parsers: short runs are tests (`test_short_runs.py`), a million inputs each are `make fuzz`."""
