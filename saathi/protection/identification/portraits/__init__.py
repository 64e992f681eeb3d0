"""Photos of a child: each kept with the consent that allows it, shown only on request."""
