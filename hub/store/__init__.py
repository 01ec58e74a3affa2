"""Tables, and the SQL on them: one file for each capability.

`base` names the conventions, `transaction` is the only place that commits.
"""
