"""The answer workbook ("cadre de réponse"): what it asks, where each cell stands, and reading it back."""
