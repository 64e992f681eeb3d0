"""The child and the courts: proceedings, testimony and hearings, and public texts about them."""
