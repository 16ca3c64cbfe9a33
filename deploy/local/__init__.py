"""The whole system on one machine, from wheels alone, under one foreground supervisor."""
