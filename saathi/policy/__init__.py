"""Law and policy watched country by country."""
