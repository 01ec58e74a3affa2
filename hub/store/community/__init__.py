"""What the community's records say: the register, requirements, enforcement, licences, allocations, tiers."""
