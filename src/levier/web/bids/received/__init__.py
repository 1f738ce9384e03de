"""Offers as they arrive: received, kept closed, opened on the day, read."""
