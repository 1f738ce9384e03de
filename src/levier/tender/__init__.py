"""A tender: need, criteria and clauses, legal checks, answer workbook, bids, scoring."""
