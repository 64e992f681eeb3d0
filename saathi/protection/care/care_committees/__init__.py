"""Register of community care committees and reintegration committees, with their meetings."""
