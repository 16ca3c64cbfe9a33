"""Machine clients of organisations: their keys, their sign-in, how often they may call."""
