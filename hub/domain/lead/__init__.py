"""Who leads, who may do what, who stands in, and how the offender reaches them.

day_to_day       the accountable manager, who leads day to day by place, and today's responsibility: three facts apart
supervisor_kind  what sort of Offender Supervisor somebody is, and for which side they act
role_duties      what each role of the team does, the Responsible Officer's three included
contact          a request of the offender, and its answer
cover            who acts while somebody is away: cover is no change of manager
covering         who arranges cover, for whom and by whom
urgent           whom to turn to when it cannot wait, inside and outside office hours
reach            how the offender reaches their manager now, and by when a request is answered
"""
