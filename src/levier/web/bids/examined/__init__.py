"""Offers once they are open: what was read, what is doubted, asked and decided."""
