"""The errand of a new version of a document: from a file to a tree that is ready for review.

Each step can be done again; the errand stops at the first thing that a person must decide.
"""

from __future__ import annotations

from .errand import run
from .project import NoProject, Project, find_project
from .result import Bump, Done
from .stop import Stop

__all__ = ["Bump", "Done", "NoProject", "Project", "Stop", "find_project", "run"]
