"""What is true of any text, whoever asks: is it garbled, does it hide characters, does it track."""
