"""The documents of a tender: need sheet, RC, CCTP, CCAP, locked parameters with their method, as DOCX and PDF."""
