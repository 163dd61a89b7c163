"""The assignments' scenarios and known mistakes. Never released."""
