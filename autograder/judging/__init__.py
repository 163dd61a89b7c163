"""Inputs, calls, comparison, verdicts and diagnosis: what makes a mark of what functions return."""
