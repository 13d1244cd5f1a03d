"""What Acme adds to archdeck: its own services as kinds, a rule of its own, and a table of boxes as a format."""
