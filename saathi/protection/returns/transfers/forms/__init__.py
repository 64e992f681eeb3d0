"""Parts of the transfers domain."""
