"""Views of screenings, interviews, clues and migration."""
