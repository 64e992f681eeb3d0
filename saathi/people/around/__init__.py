"""The people around a child: family, carers, others near her, and those said to have harmed her."""
