"""Stand-ins for what lies beyond the network: real wire formats, real signatures, no money."""
