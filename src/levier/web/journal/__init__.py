"""The journal: every write to a sensitive object, append-only, each entry chained to the one before by its hash."""
