"""The fleet service: hears every terminal's heartbeat and shows their state to operators."""
