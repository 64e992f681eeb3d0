"""What external series contribute to shared pages."""

from saathi.agencies.domains import Domain

DOMAIN = Domain(urls={"urls": "numbers/external/"})
