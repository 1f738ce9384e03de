"""Criteria and clauses of a tender: proposed from the need, chosen, weighed; own clauses of the organisation."""
