"""What helps a child: the directory of services, referrals, courses, sessions, livelihood."""
