"""The headphone jack: whether somebody listens in private."""
