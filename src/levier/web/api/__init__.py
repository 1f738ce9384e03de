"""The programming interface: the same objects and rights as the site, by tokens of an organisation."""
