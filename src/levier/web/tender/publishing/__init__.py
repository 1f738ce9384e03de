"""What stands between a tender and its publication: checks, laboratory, documents, the lock of the rules."""
