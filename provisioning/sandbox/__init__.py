"""The sandbox platform: the far end of docs/api.md, for trials and tests."""
