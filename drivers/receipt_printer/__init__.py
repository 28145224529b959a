"""The receipt printer: ESC/POS over TCP, 80 mm paper."""
