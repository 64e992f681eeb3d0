"""From a report to a case: possible matches, the registration page, requests and assignment."""
