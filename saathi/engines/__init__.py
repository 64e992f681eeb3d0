"""Plain Python that knows neither Django nor children's files; each part can be installed alone."""
