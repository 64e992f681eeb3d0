"""The queue of reports: response times, duty, acceptance, escalation, and bypassing."""
