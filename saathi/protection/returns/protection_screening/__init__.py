"""Screening for international protection, referrals, and contact with the country of origin."""
