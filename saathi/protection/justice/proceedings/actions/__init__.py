"""Parts of the proceedings domain."""
