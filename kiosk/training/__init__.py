"""Training (培训) on an installed terminal: the same screens and devices, another platform, and a mark on everything.

`KIOSK_TRAINING=yes` gives the terminal another home, `KIOSK_HOME/training`: outbox, journal, counters and content are
apart, and whom it trusts and asks stands in `training/terminal.env` alone (`kiosk sandbox serve --home …/training`
writes one). Of the real `terminal.env` only what is not about trust counts. A real platform cannot be reached: its
address or its authority is refused at the start, and one that does not call itself a platform for tests is asked for
nothing.
"""
