"""Views of the tender file: the tenders, one of them, its parts, its versions."""
