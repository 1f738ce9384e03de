"""Where declarations become lines, classes and sums of the library, and back."""
