class CannotRun(Exception):
    """The database cannot be run here. The message is for the operator: what is wrong, what helps."""
