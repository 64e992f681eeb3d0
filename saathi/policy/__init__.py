"""Law and policy on child trafficking, country by country."""
