"""The declaration of article 58 of law 2020-105 (AGEC): purchases of reused, given and recycled goods, by category."""
