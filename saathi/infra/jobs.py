"""The job queue: `@jobs.app.task(...)`. A job is deferred inside the transaction that calls for it.

It lies in the same database, so it is there exactly when that transaction commits (an outbox), and
its arguments are ids. A job may run twice: every handler must bear that.
"""

from procrastinate.contrib.django import app

__all__ = ["app"]
