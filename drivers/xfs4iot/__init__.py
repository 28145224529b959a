"""Devices behind an XFS4IoT service (CEN CWA 17852), as a bank's own terminals have them: JSON over a WebSocket."""
