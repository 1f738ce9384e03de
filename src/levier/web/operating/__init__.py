"""What whoever runs the site needs: serve it, see that it is well, save it and bring it back, look for damage."""
