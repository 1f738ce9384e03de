"""A number with its unit, band, origin and source. Nothing else in Levier may convert units."""
