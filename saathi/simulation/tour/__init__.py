"""The guided tour of the demo: ten pages and what to look at there. Only in the demo."""
