"""Register of premises with duties towards children by law, such as hotels or studios; no care facilities."""
