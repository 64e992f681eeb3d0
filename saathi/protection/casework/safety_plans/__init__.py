"""Safety plans: made with the child, one current plan for each case, earlier ones superseded."""
