"""The platform's demand in document A's proportions, against the real sandbox: `python -m tests.benchmarks.load`."""
