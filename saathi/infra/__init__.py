"""Clock, calendars, places, the embedded database: what every wing may use and no worker would name."""
