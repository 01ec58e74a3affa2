"""What can be done to the shared plan, each in one transaction.

create          a plan for the case's present span
change          any command on a plan: one pipeline, the rules are in hub/domain/plan
once            the same idempotency key gets the same answer
settle          the end of each: save, tell the world, audit
outcome         what an action answers
replies         what a service's own system hears of its command
take_command    a plan command that came by Kafka, and its answer
"""
