"""The child's way through protection, a folder for each part of it, from intake to exchange."""
