"""Creates and changes plans, with one module for each kind of record."""
