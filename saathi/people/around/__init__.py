"""The people around a child: family, carers, contacts and alleged perpetrators."""
