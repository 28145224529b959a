"""Cameras for documents, faces and codes: V4L2 or MJPEG over HTTP."""
