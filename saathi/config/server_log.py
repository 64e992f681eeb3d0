"""The web server's own log in our lines: its messages quote addresses and errors as they came."""

from typing import Any

from gunicorn.glogging import Logger

from saathi.infra.redaction import LineFormatter


class Lines(Logger):  # type: ignore[misc]
    """Gunicorn's logger with our formatter; nothing writes an access log."""

    def setup(self, cfg: Any) -> None:
        """Takes gunicorn's set-up and exchanges the formatter."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(LineFormatter())
