"""The embedded PostgreSQL server of the demo, the tests and small offices; knows no Django."""

from saathi.infra.embedded.archiving import Archive
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.server import EmbeddedServer, Status
from saathi.infra.embedded.upgrade import upgrade

__all__ = ["Archive", "EmbeddedServer", "EmbeddedServerError", "Status", "upgrade"]
