"""Criteria and clauses that a buyer can paste: what is asked, how it is proven, how it is checked."""
