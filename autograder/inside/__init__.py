"""All that runs beside a student's code. It imports nothing of the rest, and only it is there in the sandbox."""
