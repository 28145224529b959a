"""The catalogue: every item that the terminal offers, as data. Adding an item changes no code."""
