"""Everything on one machine: the terminal, its virtual devices, the sandbox platform and the fleet service."""
