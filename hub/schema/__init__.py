"""The GraphQL contract: types that declare where their fields live, mutations, subscriptions, and the endpoint."""
