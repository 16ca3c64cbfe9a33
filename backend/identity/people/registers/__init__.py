"""Who can say whether a name and a resident number belong together."""
