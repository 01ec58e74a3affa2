"""What `hub up` and the tests start when no address is given: PostgreSQL 18 and a small Kafka."""
