"""Payments that outlive a visit: what was begun is on the disk before anything is asked, and is followed to its end."""
