"""From a report to a case: possible matches, one page of registration, requests and assignment."""
