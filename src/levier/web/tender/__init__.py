"""Tenders: rules tested before publication, files checked, offers compared."""
