"""The hub: one sentence plan, shared by prison and probation.

The rooms, from the front door down; a room imports only from rooms below it:

    cli          the commands: up, serve, sync, relay, clock, demo, replay, ...
    app          the only wiring: settings in, running roles out
    serving      the web server: its port, its connections, its end
    embedded     PostgreSQL and Kafka for a machine that has none
    auth         who is asking: bearer token -> Actor
    schema       the GraphQL contract: types, mutations, subscriptions, the endpoint
    messaging    Kafka: consumer, dispatch, relay, dead letters, topics
    clock        what is due at a date
    graphiql     the page for developers
    actions      use cases: one function = one transaction = one audit line
    connectors   one folder for each outside system; its vocabulary stops there
    reads        a GraphQL selection becomes one SQL statement
    store        tables and the SQL on them
    domain       the rules, pure
    errors, settings, telemetry
"""
