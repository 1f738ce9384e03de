"""The house itself: the frame of every page, its look, its words, its doors."""
