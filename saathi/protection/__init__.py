"""The child's way through protection: intake, trafficking, cases, care plans."""
