"""Reading projects: for whom they are, how members are called, how far they are."""

from app.projects.queries.naming import Called, Names, naming
from app.projects.queries.standing import Standing, find_project, standing

__all__ = ["Called", "Names", "Standing", "find_project", "naming", "standing"]
