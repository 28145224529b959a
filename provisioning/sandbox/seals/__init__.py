"""Seals after GB/T 38540, and what bears them, made by organs that do not exist."""
