"""Write actions for screenings, prompts, interviews, clues and migration."""
