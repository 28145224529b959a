"""The device bench: a local web page that stands in for a person's hands at the virtual devices."""
