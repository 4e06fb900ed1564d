"""Queries over lists of dictionaries, with a planner."""

from .database import Database
from .expr import col
from .query import Query, QueryError

__all__ = ['Database', 'Query', 'QueryError', 'col']
