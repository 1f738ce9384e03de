"""People and their organisations: who someone is, where they belong, what they may do there."""
