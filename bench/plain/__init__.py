"""Plain Strawberry with SQLAlchemy's ORM and data loaders, written as their documentation shows: a contestant."""
