"""Who a child is beyond names and age: papers, functioning, discrimination, culture, moves."""
