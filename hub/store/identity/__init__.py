"""Who is who: what records are found by, what links them, what people ruled, what they are asked."""
