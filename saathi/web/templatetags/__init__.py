"""Template tags of the look: `{% load saathi %}`."""
