"""The document printer (A4 certificates): IPP, to the printer itself or to a CUPS queue."""
