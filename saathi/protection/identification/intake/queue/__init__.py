"""The queue of reports: response times, who is on duty, acceptance, escalation, the way past those named."""
