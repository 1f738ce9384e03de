"""Dated rules of law and rules of drafting over a tender. They tell what is met or missing; no legal opinion."""
