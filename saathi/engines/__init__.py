"""Plain Python that knows neither Django nor children's files; `engines/` makes packages of three."""
