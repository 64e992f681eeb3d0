"""Which State is bound by which instrument, and what its law said in 2008."""
