"""People beyond their sign-in: real names, guardians, households, other numbers, and who has looked at what."""
