"""One submission's way from its folder to the gradebook and a feedback page."""
