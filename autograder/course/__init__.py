"""A course's folders, syllabus, limits and data."""
