"""Long work: a small table of jobs, a worker that does them, a page that shows how far they are."""
