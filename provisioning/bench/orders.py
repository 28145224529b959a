"""What can go wrong with an order to the bench."""


class Clumsy(Exception):
    """One sentence for the person at the page, in both languages where it can happen in use."""
