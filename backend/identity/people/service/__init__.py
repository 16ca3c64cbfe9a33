"""Commands about people, a file a subject."""
