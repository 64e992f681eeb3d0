"""Transfers of a child to another country: request, safety, authorisation, journey, receipt, follow-up."""
