"""Case conferences: participants, what was discussed, decisions and who acts, next date."""
