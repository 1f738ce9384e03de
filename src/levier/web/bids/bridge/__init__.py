"""Where rows of a procedure become objects of the library, and back."""

from levier.web.bids.bridge.acts import acts_of, record_of
from levier.web.bids.bridge.documents import bid_from, document_of
from levier.web.bids.bridge.offers import bids_of
from levier.web.bids.bridge.publications import case_of, published_tender, world

__all__ = ["acts_of", "bid_from", "bids_of", "case_of", "document_of", "published_tender", "record_of", "world"]
