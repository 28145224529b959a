"""The terminal that speaks: what a page says (pure), and the voice that says it."""
