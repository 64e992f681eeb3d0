"""Register of care facilities with their licences, places and addresses. Families are never facilities."""
