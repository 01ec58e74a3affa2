"""What those who watch are told."""
