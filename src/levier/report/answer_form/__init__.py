"""The answer workbook as a file: XLSX and ODS, from the same layout."""
