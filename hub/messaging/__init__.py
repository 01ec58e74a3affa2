"""Kafka: topics, the roles sync and relay, dispatch, dead letters, replay."""
