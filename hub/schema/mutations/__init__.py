"""What can be changed: map the input, run one action, answer with what it changed."""
