"""The door where a scoring is tested: stateless, nothing that is typed there is kept."""
