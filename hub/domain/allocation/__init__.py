"""Who may be allocated to what: grade against risk, the two managers of a case, transfer, recommendation, capacity.

offender_manager     who may hold a case as Offender Manager: every broken rule by name
offender_supervisor  who may supervise it, and by whom that is decided
duties               what a grade may do, against the risk of the case
contributing         that somebody of profile 54 contributes to a case of high risk, by whose decision
transfer             what follows for the manager when risk rises or falls
recommendation       the grade that is recommended inside a prison
capacity             the points that somebody has, and the points of their cases
"""
