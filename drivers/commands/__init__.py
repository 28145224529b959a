"""One module a verb of `kiosk device`; `drivers/command.py` registers them."""
