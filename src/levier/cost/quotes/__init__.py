"""Quotes compared before any tender: what the lines say, what the catalogue adds, what a year costs and emits.

It claims nothing that the intervals do not carry, and keeps nothing.
"""
