"""The instruments that bind each State, and its law as of 2008."""
