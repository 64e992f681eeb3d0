"""The guided tour of the demo: ten pages with what to look at. It exists in the demo only."""
