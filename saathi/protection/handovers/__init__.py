"""A case passes to another worker, office or agency: offered, answered, and nothing of it lost."""
