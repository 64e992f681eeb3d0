"""Case conferences: participants, what was discussed, decisions with who does them, the next date."""
