"""What is spoken: sentences and answers, in eight languages; the intents stand outside."""
