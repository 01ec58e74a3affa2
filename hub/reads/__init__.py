"""A GraphQL selection becomes one SQL statement, and the database writes the JSON of the answer.

declare     what stands next to each field of the schema: which column, expression, edge
drawing     declarations -> model, when the hub starts; field_drawing and prove: the fields, and what is proved of them
model       what the declarations mean
outline     a selection as a tree; arguments and sites: what its arguments ask for
statement   outline -> SQL; objects, edges, paging, json_sql: its parts
guard       refuses a statement that reads a table of a person without a predicate of its own
prepared    one operation, outlined and compiled once; kept: how much of that is kept
reader      the connections that statements run on
ids, cursors  what travels to the caller and comes back
"""
