"""What inequality and poverty are made of: groups, sources, parts of a change, determinants."""
