"""QR codes, read from a camera's frames."""
