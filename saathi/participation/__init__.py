"""The child's views, information on confidentiality, and themes of what the child said."""
