"""Cases: team, assessment, visits, approvals, closing."""
