"""Records declared once: a field gives its data class, its form field and its line on a page."""
