"""Levier: responsible digital procurement."""
