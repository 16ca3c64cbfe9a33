"""What runs the service: on this machine, in production, and stand-ins for the outside world."""
