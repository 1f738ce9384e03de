"""Bids: received and kept closed, opened, read, judged, and what follows from an award."""
