"""Missing children: who disappeared, how, where they were looked for, what became of it."""
