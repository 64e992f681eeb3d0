"""Ways of children as drawings: a map by country and a Sankey. From rounded or released counts only."""
