"""What a committee decides from and what remains of it: one page, the analysis, letters, data, obligations."""
