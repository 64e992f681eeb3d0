"""Services and support for children: the directory of services, referrals, courses, sessions, livelihood."""
