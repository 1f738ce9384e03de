"""Pages from opened bids to the award, and after."""
