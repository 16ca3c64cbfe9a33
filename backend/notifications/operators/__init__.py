"""Companies that carry text messages: what the county agreed with one of them, and an adapter for each."""
