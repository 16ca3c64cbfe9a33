"""The HTTP edge of machine clients: an organisation's own, and everybody's for the office."""
