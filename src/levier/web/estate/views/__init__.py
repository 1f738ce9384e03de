"""The way from a file to an inventory, and the inventories of an organisation."""
