"""Views of services and support, with one module for each subject."""
