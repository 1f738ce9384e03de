"""The documents of a tender: need sheet, RC, CCTP, CCAP, frozen parameters with their method, as DOCX and PDF."""
