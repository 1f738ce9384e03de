"""The declaration of article 58: purchase lines read, classed, corrected by people, summed by official category."""
