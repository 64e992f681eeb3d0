"""What requests of researchers contribute to shared pages."""

from saathi.agencies.domains import Domain

DOMAIN = Domain(urls={"urls": "releases/research/"})
