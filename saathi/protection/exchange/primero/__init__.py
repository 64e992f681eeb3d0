"""Cases of Primero: what each field of its forms becomes in a child's file."""
