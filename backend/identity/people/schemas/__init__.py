"""What crosses the wire about people, a file a subject."""
