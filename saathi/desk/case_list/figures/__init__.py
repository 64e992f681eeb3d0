"""The figures of the reader's own cases and reports, at the top of the statistics."""
