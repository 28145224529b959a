"""Ratings (好差评): kept as they belong together, followed until a bad one is answered, reckoned by five ratios."""
