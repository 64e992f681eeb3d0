"""What agreements to share tables contribute to shared pages."""

from saathi.agencies.domains import Domain

DOMAIN = Domain(urls={"urls": "releases/sharing/"})
