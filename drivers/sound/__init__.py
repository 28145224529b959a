"""Sound out: speech from text, and playing it at once or stopping it at once. Nothing that is said touches a disk."""
