"""The engine of the course: exercises, judge, and plug-ins for nbgrader. It knows nothing of any assignment."""
