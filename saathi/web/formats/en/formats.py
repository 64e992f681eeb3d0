"""English as it is written in the region: the day first, the month in letters, 24 hours.

Django's own English is American: 11/03/2026 would be read here as the eleventh of March.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
