"""What could be done: sharing out a budget."""
