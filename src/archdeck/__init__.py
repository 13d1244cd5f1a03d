"""archdeck: one YAML model of an architecture becomes pictures, a site that explains them, and slides."""

__version__ = "0.1.0"
