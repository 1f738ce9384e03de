"""Where a stored tender becomes what the library judges, tries, writes and locks; a module each."""
