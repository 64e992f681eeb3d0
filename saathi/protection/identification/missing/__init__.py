"""Missing children: who disappeared, how, where they were searched for, and the result."""
