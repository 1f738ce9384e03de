"""Documents of a tender checked before publication: read, judged, kept as they were told on that day."""
