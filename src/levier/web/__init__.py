"""Levier on the web: it stores, asks and shows; the library computes. One app per step of the chain."""
