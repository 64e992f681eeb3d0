"""Children: who each is, names, ages, and those around her."""
