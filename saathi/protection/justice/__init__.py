"""The child and the courts: proceedings, testimony, hearings, compensation, protection and public texts."""
