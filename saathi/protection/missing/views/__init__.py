"""Views of missing children."""
