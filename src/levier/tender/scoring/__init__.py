"""How bids are marked: formulas, what courts held about them, and the laboratory that tests rules before publication.

Points are unrounded. The laboratory never alters a mark or a rank of real bids.
"""
