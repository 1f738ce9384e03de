"""From opened bids to the award and after: marks of assessors, comparison, report, decision, what was bought."""
