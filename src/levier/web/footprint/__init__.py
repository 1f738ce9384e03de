"""Results: what an estate costs the planet, computed once and kept as it was told."""
