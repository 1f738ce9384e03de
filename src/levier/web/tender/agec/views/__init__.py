"""Pages of declarations of purchases."""
