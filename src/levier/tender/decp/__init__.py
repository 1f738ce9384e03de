"""The essential data of public contracts (données essentielles de la commande publique, DECP), to be published."""
