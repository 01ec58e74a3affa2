"""What can be done to the shared plan, each in one transaction.

create          a plan for the case's present span
change          any command on a plan: one pipeline, the rules are in hub/domain/plan
follow_span     a plan closes with its span
once            the same idempotency key gets the same answer
events          what the world hears of a change
take_command    a plan command that came by Kafka, and its answer
"""
