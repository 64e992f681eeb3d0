"""Clock, calendars, places, the embedded database: technical modules that every app may use."""
