"""Papers about one child: what is made for printing, in which words."""
