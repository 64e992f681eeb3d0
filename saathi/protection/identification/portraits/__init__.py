"""Photos of a child: kept with the consent that allows each, shown on request alone."""
