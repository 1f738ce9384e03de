"""Reads the documents of a tender (DCE) as paragraphs with their places, and judges what can be judged in them."""
