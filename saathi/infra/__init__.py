"""Clock, jobs, storage, logging: what every wing may use and no worker would name."""
