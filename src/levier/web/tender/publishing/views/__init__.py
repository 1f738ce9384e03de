"""What this room answers; a module a page."""
