"""What is true of any text, whoever asks: folding, dates, invisible characters, URLs, encoding."""
