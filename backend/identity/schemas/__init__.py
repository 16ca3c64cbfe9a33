"""What crosses the wire about people, organisations and sign-ins, a file an audience."""
