"""Disparities between groups, of tables of published groups or of people."""
