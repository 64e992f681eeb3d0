"""Incidents against facilities: violence, abuse, deaths, restraint; hidden from those complained about."""
