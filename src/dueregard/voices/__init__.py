"""Who is heard: panels by lot, representation, opinions and testimony."""
