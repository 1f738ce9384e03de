"""What a purchase costs over its life: life-cycle cost and equivalent annual cost, all bids under the same parameters.

It prices what the bidders declare and the buyer announced; it fills nothing in and never prefers a bid.
"""
