"""Input that nobody should send: whatever comes, nothing breaks and nobody is named."""
