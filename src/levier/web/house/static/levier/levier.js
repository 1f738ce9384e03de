// Improves what works without it. Nothing here is needed for a task.
