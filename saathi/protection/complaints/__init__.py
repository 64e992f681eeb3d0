"""What a child complains of or suggests, in her words, and what became of it until she was answered."""
