"""The read path: a GraphQL selection becomes one SQL statement that returns the JSON of the answer."""
