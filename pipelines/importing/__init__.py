"""Archives of other tools and saved pages brought in: their records copied, then the same way through extraction."""
