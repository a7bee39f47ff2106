"""Between terminal and app: characters to keys, keys in their order, and when all is done."""
