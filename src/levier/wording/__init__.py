"""What Levier says to people: texts in English with their French, numbers and dates as people write them, clear errors.

This room is the lowest: it knows nothing of devices, facts or results.
"""
