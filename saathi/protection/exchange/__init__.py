"""Files of children that come from other systems or go to others: what was brought in, what was given out."""
