"""Who is who: what sources say of merges and erasures, and what named persons decide."""
