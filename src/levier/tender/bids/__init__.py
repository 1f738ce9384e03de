"""Bids from their opening to the award: read, qualified, computed, marked, doubted, told. Levier decides nothing.

A doubt becomes a question, never a lower mark; probabilities alter no rank; the buyer qualifies, admits and awards.
"""
