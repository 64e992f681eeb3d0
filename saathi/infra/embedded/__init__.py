"""The embedded PostgreSQL server of the demo, the tests and small offices; uses no Django."""

from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.server import EmbeddedServer, ServerStatus
from saathi.infra.embedded.upgrade import upgrade_data
from saathi.infra.embedded.wal_archive import WalArchive

__all__ = ["EmbeddedServer", "EmbeddedServerError", "ServerStatus", "WalArchive", "upgrade_data"]
