"""Payment gateways: one Protocol, and an adapter for each provider behind it."""
