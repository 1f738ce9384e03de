"""The tender: need, criteria and clauses, legal checks, scoring. It prepares and explains; it gives no legal opinion.

Levier is not the platform on which a tender is published: it prepares what goes onto it and reads what comes from it.
"""
