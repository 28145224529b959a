"""Reconciling (对账): every terminal's own list of a day, brought together with what the bank moved."""
